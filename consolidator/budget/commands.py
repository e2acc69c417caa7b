"""The files of a commit in; the command lines by which they start processes out.

Read by lines, not by a YAML parser: only literal commands count, and a malformed file must not stop a scan.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

Started = tuple[str, tuple[str, ...]]
"""(path, command lines)"""

_PROCFILE = re.compile(r"(?:^|/)Procfile(?:\.[^/]+)?$")
_DOCKERFILE = re.compile(r"(?:^|/)Dockerfile[^/]*$|\.dockerfile$", re.IGNORECASE)
_COMPOSE = re.compile(r"(?:^|/)(?:docker-)?compose[^/]*\.ya?ml$")
_MANIFEST = re.compile(r"(?:^|/)(?!(?:docker-)?compose)[^/]*\.ya?ml$")
_PROCESS_TYPE = re.compile(r"^([\w-]+):\s*(\S.*)$")
_KEY = re.compile(r"^(\s*)(?:-\s+)?(command|args|entrypoint):\s*(.*?)\s*$")
_INSTRUCTION = re.compile(r"^\s*(CMD|ENTRYPOINT)\s+(.*)$", re.IGNORECASE)
_ONE_OFF = frozenset({"release"})
"""A process type that ends before the others start (https://devcenter.heroku.com/articles/release-phase)."""


def commands_in(texts: Mapping[str, bytes]) -> Iterator[list[Started]]:
    """The command lines of each kind of file, the kind that has the last word first.

    A manifest overrides the image's command, a compose file too; a Procfile stands where there is no image.
    """
    for pattern, read in _FAMILIES:
        yield [(path, tuple(read(_lines(texts[path])))) for path in sorted(texts) if pattern.search(path)]


def _lines(text: bytes) -> list[str]:
    lines = text.decode("utf-8", errors="replace").splitlines()
    return [line for line in lines if not line.lstrip().startswith("#")]


def _from_procfile(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        found = _PROCESS_TYPE.match(line)
        if found and found[1] not in _ONE_OFF:
            yield found[2]


def _from_dockerfile(lines: Sequence[str]) -> Iterator[str]:
    """The last ENTRYPOINT with the last CMD, as Docker joins them."""
    joined = re.sub(r"\\\s*\n", " ", "\n".join(lines))
    last: dict[str, str] = {}
    for line in joined.splitlines():
        found = _INSTRUCTION.match(line)
        if found:
            last[found[1].upper()] = _plain(found[2])
    command = " ".join(last[name] for name in ("ENTRYPOINT", "CMD") if name in last)
    if command:
        yield command


def _from_yaml(lines: Sequence[str]) -> Iterator[str]:
    """The values of `command`, `entrypoint` and `args`; the arguments that follow a command belong to it."""
    joined: dict[str, str] = {}
    indent = -1
    for at, line in enumerate(lines):
        found = _KEY.match(line)
        if found is None:
            continue
        column = line.index(found[2])
        if found[2] in joined or column != indent or found[2] != "args":
            yield from _finished(joined)
            joined = {}
        indent = column
        joined[found[2]] = _plain(found[3] if _is_inline(found[3]) else _block(lines[at + 1 :], column))
    yield from _finished(joined)


def _finished(joined: Mapping[str, str]) -> Iterator[str]:
    if joined:
        yield " ".join(joined.values())


def _is_inline(value: str) -> bool:
    return bool(value) and value[0] not in "|>#"


def _block(lines: Sequence[str], column: int) -> str:
    """The lines of a block scalar or of a list under a key in `column`, as one line."""
    taken: list[str] = []
    for line in lines:
        text = line.strip()
        depth = len(line) - len(line.lstrip())
        if text and depth < column + (not text.startswith("- ")):
            break
        taken.append(text.removeprefix("- ").strip("\"'").rstrip("\\"))
    return " ".join(taken)


def _plain(value: str) -> str:
    """A command in exec form, in a YAML list or in quotes as one plain line."""
    text = value.strip()
    if text.startswith("["):
        try:
            return " ".join(str(part) for part in json.loads(text))
        except ValueError:
            return re.sub(r"[\[\],\"']+", " ", text)
    return text.strip("\"'")


_FAMILIES = (
    (_MANIFEST, _from_yaml),
    (_COMPOSE, _from_yaml),
    (_PROCFILE, _from_procfile),
    (_DOCKERFILE, _from_dockerfile),
)
