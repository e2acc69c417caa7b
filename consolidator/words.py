"""Texts and many words to the texts that hold them, in one pass over each text."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any
from zlib import crc32

_NOTHING: frozenset[int] = frozenset()
_LONGEST = 256
"""Bytes of a name that may be a file's."""
_RUN = rb"""["'][\w.]*\w\.[A-Za-z_]"""


class Words:
    """A search for words: however many there are, Hyperscan looks at each byte once.

    Of another word, `placed`, every place is told.
    """

    def __init__(self, words: Collection[bytes], placed: bytes = b"") -> None:
        self.words = tuple(dict.fromkeys(words))
        self._placed = placed
        self._sets: dict[tuple[int, ...], frozenset[bytes]] = {(): frozenset()}

    def found(self, data: bytes) -> frozenset[bytes]:
        """Those that stand in a text."""
        return self.places(data)[0]

    def places(self, data: bytes) -> tuple[frozenset[bytes], list[int]]:
        """Those that stand in a text, and where the placed word begins in it."""
        seen: list[int] = []
        ends: list[int] = []
        if data and (self.words or self._placed):
            self._database.scan(data, match_event_handler=_noted, context=(seen, ends, len(self.words)))
        return self._set(seen), [end - len(self._placed) for end in ends]

    def _set(self, seen: list[int]) -> frozenset[bytes]:
        key = tuple(sorted(seen))
        if key not in self._sets:
            self._sets[key] = frozenset(self.words[number] for number in key)
        return self._sets[key]

    @cached_property
    def _database(self) -> Any:
        placed = [self._placed] if self._placed else []
        return _database([*self.words, *placed], is_literal=True, several=len(placed))


class Dotted:
    """A search for the names in dotted texts, `"app.db.engine"`, that something follows: `app` and `db`."""

    @cached_property
    def _database(self) -> Any:
        return _database([_RUN], is_literal=False, several=1)

    def found(self, data: bytes) -> frozenset[int]:
        """What `sign_of` says of each."""
        ends: list[int] = []
        if data:
            self._database.scan(data, match_event_handler=_ended, context=ends)
        return frozenset(sign_of(_last_name(data, end - 2)) for end in ends) if ends else _NOTHING


def sign_of(name: bytes) -> int:
    """A number that few names share, from which none can be told: what stands in a text may be a secret."""
    return crc32(name) & 0xFFFF


def _last_name(data: bytes, end: int) -> bytes:
    """What stands between a quote or a dot and `end`."""
    low = max(0, end - _LONGEST)
    return data[max(low - 1, *(data.rfind(mark, low, end) for mark in (b".", b'"', b"'"))) + 1 : end]


def _database(patterns: Sequence[bytes], is_literal: bool, several: int) -> Any:
    """What looks for patterns: for so `several` of the last ones everywhere, for each of the others once."""
    import hyperscan

    made = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    flags = [hyperscan.HS_FLAG_SINGLEMATCH] * (len(patterns) - several) + [0] * several
    made.compile(patterns, ids=list(range(len(patterns))), elements=len(patterns), flags=flags, literal=is_literal)
    return made


def _noted(number: int, start: int, end: int, flags: int, told: Any) -> None:
    seen, ends, placed = told
    if number == placed:
        ends.append(end)
    else:
        seen.append(number)


def _ended(number: int, start: int, end: int, flags: int, ends: Any) -> None:
    ends.append(end)


def finding(texts: Mapping[str, bytes], words: Collection[bytes]) -> dict[bytes, frozenset[str]]:
    """Each word with the paths of the texts that hold it."""
    search = Words(words)
    found: dict[bytes, list[str]] = {word: [] for word in words}
    for path, data in texts.items():
        for word in search.found(data):
            found[word].append(path)
    return {word: frozenset(paths) for word, paths in found.items()}


def holding(texts: Mapping[str, bytes], words: Collection[bytes]) -> frozenset[str]:
    """The paths of the texts that hold one of the words."""
    search = Words(words)
    return frozenset(path for path, data in texts.items() if search.found(data))
