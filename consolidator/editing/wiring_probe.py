"""A shared module to what a test has to change so that its engine can be foretold: variables, or what settings give."""

from __future__ import annotations

from collections.abc import Sequence

from consolidator.frozen import dataclass
from consolidator.model import Engines, Getter, SharedModule
from consolidator.regex import lazy

PLACE = "localhost/wiring"
URL = f"postgresql://{PLACE}"
SIZE = 3
Reads = list[tuple[str, str | int]]
Rows = list[tuple[str, object]]
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
    rows = [_asked(f'{row.by_url}("{URL}")', row, None) for row in kinds.values() if row.by_url]
    return next((row for row in rows if patches(shared, row) is not None), None)


def patches(shared: SharedModule, wanted: Asked) -> Rows | None:
    """As `changes`, for what the shared module reads when it makes the engine."""
    lines = [*(wanted.getter.imports if wanted.getter else ()), *shared.reader.imports]
    names = dict(shared.reader.names)
    reads: Reads = [(wanted.getter.url, URL)] if wanted.getter else []
    if shared.reader.accessor is None:
        return changes([*reads, (f'os.getenv("{names["size"]}")', SIZE)], lines, shared.module)
    return changes([*reads, (f"{shared.reader.accessor}.{names['size']}", SIZE)], lines, shared.module)


def changes(reads: Reads, lines: Sequence[str], module: str) -> Rows | None:
    """(name, value) of what a test changes for the expressions `reads` to give their values; None if not understood.

    A variable gets a text, what settings give a list of (path in a mock, value). `lines` are the imports of `module`.
    """
    found: dict[str, object] = {}
    for text, value in reads:
        variable, field = _READ.match(_bare(text)), _FIELD.match(_bare(text))
        if variable is not None:
            found[variable[1]] = str(value)
            continue
        name = _dotted(lines, module, field[1]) if field is not None else None
        if field is None or name is None or not field[2]:
            return None
        rows = found.setdefault(name, [])
        assert isinstance(rows, list)
        rows.append((field[2].replace("()", ".return_value").removeprefix("."), value))
    return list(found.items())


def _bare(text: str) -> str:
    """The expression inside `str(...)` or `int(...)`."""
    return text[4:-1] if text.startswith(("str(", "int(")) and text.endswith(")") else text


def _asked(call: str, engines: Engines, getter: Getter | None) -> Asked:
    return Asked(call, engines.variable, engines.is_async, PLACE, SIZE, getter)


def _is_sized(engines: Engines) -> bool:
    return not {"pool", "poolclass", "pool_size"} & {name for name, _ in engines.options}


def _dotted(lines: Sequence[str], module: str, bound: str) -> str | None:
    """The dotted name that a local name was imported from, for `monkeypatch.setattr`."""
    for line in lines:
        match = _NAMED.fullmatch(line)
        if match is None or (match[3] or match[2]) != bound:
            continue
        level = len(match[1]) - len(match[1].lstrip("."))
        package = module.rsplit(".", level)[0] if level and module.count(".") >= level else ""
        return ".".join(part for part in (package, match[1].lstrip("."), match[2]) if part)
    return None
