"""A shared module to what a test has to change so that its engine can be foretold: variables, or what settings give."""

from __future__ import annotations

from consolidator.frozen import dataclass
from consolidator.model import Engines, Getter, SharedModule
from consolidator.regex import lazy

_PLACE = "localhost/wiring"
_URL = f"postgresql://{_PLACE}"
_SIZE = 3
_READ = lazy(r"""os\.(?:getenv\(|environ\.get\(|environ\[)["'](\w+)["'][^()]*[)\]]$""")
_FIELD = lazy(r"([A-Za-z_]\w*)((?:\(\)|\.[A-Za-z_]\w*(?!\w*\())*)(?:$|\.(?:replace|get_secret_value)\()")
_NAMED = lazy(r"from (\S+) import (\w+)(?: as (\w+))?")


@dataclass(frozen=True, slots=True)
class Asked:
    """The engine that a test asks for: the call, the dictionary that keeps it, and what its URL is read from.

    `place` is the URL behind its `//`, `size` the pool's, as the changes make them; `getter` is None where the call
    has the URL.
    """

    call: str
    variable: str
    is_async: bool
    place: str
    size: int
    getter: Getter | None


def asked(shared: SharedModule) -> Asked | None:
    """The first engine whose URL and size can be foretold; None where there is none."""
    kinds = {row.variable: row for row in shared.engines if _is_sized(row)}
    for getter in shared.getters:
        engines = kinds.get(getter.engines)
        if engines is not None and patches(shared, _asked(f"{getter.name}()", engines, getter)) is not None:
            return _asked(f"{getter.name}()", engines, getter)
    rows = [_asked(f'{row.by_url}("{_URL}")', row, None) for row in kinds.values() if row.by_url]
    return next((row for row in rows if patches(shared, row) is not None), None)


def patches(shared: SharedModule, wanted: Asked) -> list[tuple[str, object]] | None:
    """(name, value) of what a test changes; None where that is not understood.

    A variable gets a text, what settings give a list of (path in a mock, value).
    """
    found: dict[str, object] = {}
    lines = (*(wanted.getter.imports if wanted.getter else ()), *shared.reader.imports)
    names = dict(shared.reader.names)
    reads: list[tuple[str, str | int]] = [(wanted.getter.url, _URL)] if wanted.getter else []
    if shared.reader.accessor is None:
        found[names["size"]] = str(_SIZE)
    else:
        reads.append((f"{shared.reader.accessor}.{names['size']}", _SIZE))
    for text, value in reads:
        variable, field = _READ.match(text), _FIELD.match(_bare(text))
        if variable is not None:
            found[variable[1]] = value
            continue
        name = _dotted(lines, shared.module, field[1]) if field is not None else None
        if field is None or name is None or not field[2]:
            return None
        rows = found.setdefault(name, [])
        assert isinstance(rows, list)
        rows.append((field[2].replace("()", ".return_value").removeprefix("."), value))
    return list(found.items())


def _bare(text: str) -> str:
    """The expression inside `str(...)`."""
    return text[4:-1] if text.startswith("str(") and text.endswith(")") else text


def _asked(call: str, engines: Engines, getter: Getter | None) -> Asked:
    return Asked(call, engines.variable, engines.is_async, _PLACE, _SIZE, getter)


def _is_sized(engines: Engines) -> bool:
    return not {"pool", "poolclass", "pool_size"} & {name for name, _ in engines.options}


def _dotted(lines: tuple[str, ...], module: str, bound: str) -> str | None:
    """The dotted name that a local name was imported from, for `monkeypatch.setattr`."""
    for line in lines:
        match = _NAMED.fullmatch(line)
        if match is None or (match[3] or match[2]) != bound:
            continue
        level = len(match[1]) - len(match[1].lstrip("."))
        package = module.rsplit(".", level)[0] if level and module.count(".") >= level else ""
        return ".".join(part for part in (package, match[1].lstrip("."), match[2]) if part)
    return None
