"""The name of a service in the user's compose file in; the variables that it starts with out.

https://docs.docker.com/reference/compose-file/services/#environment
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from consolidator.errors import UsageError
from consolidator.masking import printable
from consolidator.processes.files.compose import extended
from consolidator.processes.files.documents import Block, Value, documents
from consolidator.prove.variables import from_file, part
from consolidator.regex import lazy

NAMES = ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml")
_OPTION = "--compose-service"
_DATABASE = lazy(r"postgres(?:ql)?(?:\+\w+)?://.*")
_REFERENCE = lazy(r"\$(?:(?P<dollar>\$)|(?P<bare>\w+)|\{(?P<name>\w+)(?:(?P<mark>:?[-?+])(?P<other>[^{}]*))?\})")
"""https://docs.docker.com/reference/compose-file/interpolation/"""


def from_compose(told: str, folder: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """The variables of `[FILE:]NAME` as templates, FILE relative to `folder`; nothing in it is run.

    What means the database of the file, by its name or its value, means that of the proof. Files that `env_file` names
    come first; `${NAME}` is filled in from `environ` and the `.env` beside the file. Raises UsageError.
    """
    file, _, name = told.rpartition(":")
    found: dict[str, str] = {}
    for path in [folder / file] if file else _files(folder):
        beside = path.parent / ".env"
        known = {**(from_file(str(beside)) if beside.is_file() else {}), **environ}
        block = _service(path, name)
        for each in _env_files(block.get("env_file"), known, path.parent):
            found.update(from_file(str(each)))
        found.update(_environment(block.get("environment"), known))
    return {key: _template(key, value) for key, value in found.items()}


def _files(folder: Path) -> list[Path]:
    """The file that Compose takes by itself, and the one that it lays over it."""
    base = next((folder / name for name in NAMES if (folder / name).is_file()), None)
    if base is None:
        raise UsageError(f"{_OPTION}: there is no compose file in {printable(str(folder))}", "name it: FILE:SERVICE")
    over = base.with_name(f"{base.stem}.override{base.suffix}")
    return [base, over] if over.is_file() else [base]


def _service(path: Path, name: str) -> Block:
    data = _read(path)
    if data is None:
        raise UsageError(f"{_OPTION}: {printable(str(path))} cannot be read", "name a compose file: FILE:SERVICE")
    services = next(iter(documents(data)), Block()).block("services")
    found = services.get(name)
    if isinstance(found, Block):
        return extended(path.name, found, services, lambda other: _read(path.parent / other), 4)
    if path.stem.endswith(".override"):
        return Block()
    known = ", ".join(printable(each) for each in services) or "none"
    raise UsageError(f"{_OPTION}: {printable(path.name)} has no service {printable(name)!r}", f"it has {known}")


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (OSError, ValueError):
        return None


def _env_files(value: Value | None, known: Mapping[str, str], folder: Path) -> Iterator[Path]:
    """A path, or a list of paths and of blocks, which say whether the file must be there."""
    for each in value if isinstance(value, list) else [value]:
        text = each.text("path") if isinstance(each, Block) else each
        if not (isinstance(text, str) and text):
            continue
        path = folder / _filled(text, known)
        if path.is_file():
            yield path
        elif not (isinstance(each, Block) and each.text("required") == "false"):
            raise UsageError(f"{_OPTION}: there is no env_file {printable(str(path))}", "make it as the service has it")


def _environment(value: Value | None, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs; a name without a value takes that of the surroundings, if there is one."""
    rows = value.items() if isinstance(value, Block) else []
    pairs = [(key, text if text else None) for key, text in rows if isinstance(text, str)]
    listed = [each.partition("=") for each in value if isinstance(each, str)] if isinstance(value, list) else []
    for key, text in (*pairs, *((key, text if equals else None) for key, equals, text in listed)):
        given = known.get(key) if text is None else _filled(text, known)
        if given is not None:
            yield key, given


def _filled(text: str, known: Mapping[str, str]) -> str:
    """The text with its references filled in; raises UsageError for one that must be set and is not."""
    return _REFERENCE.sub(lambda found: "$" if found["dollar"] else _value(found, known), text)


def _value(found: re.Match[str], known: Mapping[str, str]) -> str:
    name, mark, other = found["bare"] or found["name"], found["mark"] or "", found["other"] or ""
    value = known.get(name)
    is_set = value is not None and not (mark.startswith(":") and not value)
    if mark.endswith("+"):
        return other if is_set else ""
    if mark.endswith("?") and not is_set:
        raise UsageError(
            f"{_OPTION}: {name} is not set: {printable(other)}", f"set it, as {name}=VALUE before the call"
        )
    return (value or "") if is_set else other


def _template(name: str, value: str) -> str:
    if _DATABASE.fullmatch(value):
        return "{url}"
    return part(name) or value.replace("{", "{{").replace("}", "}}")
