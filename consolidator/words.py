"""Many texts and words to the texts that hold them, in one pass over each text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any


def finding(texts: Mapping[str, bytes], words: Collection[bytes]) -> dict[bytes, frozenset[str]]:
    """Each word with the paths of the texts that hold it.

    However many words there are, Hyperscan looks at each byte once: twenty searches take twenty times as long.
    """
    found: dict[bytes, list[str]] = {word: [] for word in words}
    if found and texts:
        _search(texts, list(found), list(found.values()))
    return {word: frozenset(paths) for word, paths in found.items()}


def _search(texts: Mapping[str, bytes], words: list[bytes], found: list[list[str]]) -> None:
    import hyperscan

    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    flags = [hyperscan.HS_FLAG_SINGLEMATCH] * len(words)
    database.compile(words, ids=list(range(len(words))), elements=len(words), flags=flags, literal=True)
    for path, data in texts.items():
        database.scan(data, match_event_handler=_noted, context=(found, path))


def _noted(number: int, start: int, end: int, flags: int, context: Any) -> None:
    found, path = context
    found[number].append(path)


def holding(texts: Mapping[str, bytes], words: Collection[bytes]) -> frozenset[str]:
    """The paths of the texts that hold one of the words."""
    return frozenset().union(*finding(texts, words).values())
