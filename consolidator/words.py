"""Many texts and words to the texts that hold one of the words, in one pass over each text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

_FEW = 2
"""Words up to which Python's own search takes no longer than to prepare one for all of them."""


def holding(texts: Mapping[str, bytes], words: Collection[bytes]) -> frozenset[str]:
    """The paths of the texts that hold one of the words.

    However many words there are, Hyperscan looks at each byte once: twenty searches take twenty times as long.
    """
    if len(words) <= _FEW:
        return frozenset(path for path, data in texts.items() if any(word in data for word in words))
    import hyperscan

    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    flags = [hyperscan.HS_FLAG_SINGLEMATCH] * len(words)
    database.compile(list(words), ids=[0] * len(words), elements=len(words), flags=flags, literal=True)
    found: list[str] = []
    for path, data in texts.items():
        database.scan(data, match_event_handler=_noted, context=(found, path))
    return frozenset(found)


def _noted(number: int, start: int, end: int, flags: int, context: Any) -> None:
    found, path = context
    found.append(path)
