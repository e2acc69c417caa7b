"""Deployment files to what they allow a database server: `max_connections`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from consolidator.processes.arguments import MOST
from consolidator.processes.files.documents import Block, Value, documents
from consolidator.regex import lazy

_WORD = "max_connections"
_GIVEN = lazy(rf"\b{_WORD}\b[\"']?\s{{0,9}}[:=]\s{{0,9}}[\"']?(\d{{1,6}})\b")


def max_connections(texts: Mapping[str, bytes]) -> tuple[int, str] | None:
    """The lowest number that a YAML file gives to a server, with the file; None where none does."""
    found = [
        (number, path)
        for path in texts
        if path.endswith((".yml", ".yaml")) and _WORD.encode() in texts[path]
        for document in documents(texts[path])
        for number in _numbers(document)
    ]
    return min(found, default=None)


def _numbers(value: Value) -> Iterator[int]:
    """In the words of a command, in a text, or under a key of that name."""
    if isinstance(value, Block):
        for key, inner in value.items():
            yield from _numbers(f"{key}={inner}" if isinstance(inner, str) else inner)
    elif isinstance(value, list):
        for item in value:
            yield from _numbers(item)
    else:
        yield from (int(number) for number in _GIVEN.findall(value) if 0 < int(number) <= MOST)
