"""Proof: no line changes in white space, line ending or byte order mark alone."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from consolidator.check.differing import differing
from consolidator.check.result import Result
from consolidator.frozen import dataclass
from consolidator.model import Flaw

_NEAR = 3
"""Blank lines may come or go within this many lines of a real change."""


@dataclass(frozen=True, slots=True)
class _Hunk:
    start: int
    end: int
    old: tuple[bytes, ...]
    new: tuple[bytes, ...]

    @property
    def is_blank(self) -> bool:
        return not any(line.strip() for line in (*self.old, *self.new))

    @property
    def is_trailing(self) -> bool:
        return [line.rstrip() for line in self.old] == [line.rstrip() for line in self.new]

    @property
    def is_indentation(self) -> bool:
        return [line.strip() for line in self.old] == [line.strip() for line in self.new]

    @property
    def opens_or_closes_block(self) -> bool:
        return any(line.split(b"#")[0].rstrip().endswith(b":") for line in (*self.old, *self.new))


def no_noise(result: Result) -> Iterator[Flaw]:
    """A modified file with lines that only look different, mixed line endings, or a mark that came or went."""
    for change in result.changes.changes:
        if change.before is None:
            continue
        if change.before.startswith(codecs.BOM_UTF8) != change.after.startswith(codecs.BOM_UTF8):
            yield Flaw(change.path, "its byte order mark would change")
        if _endings(change.before) and not _endings(change.after) <= _endings(change.before):
            yield Flaw(change.path, "its line endings would change")
        for hunk in _noisy(change.before, change.after):
            yield Flaw(change.path, "only white space would change", hunk.start + 1)


def _endings(data: bytes) -> set[bytes]:
    windows = data.count(b"\r\n")
    kinds = {b"\r\n": windows, b"\n": data.count(b"\n") - windows, b"\r": data.count(b"\r") - windows}
    return {kind for kind, count in kinds.items() if count}


def _noisy(before: bytes, after: bytes) -> Iterator[_Hunk]:
    hunks = list(_hunks(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    real = [hunk for hunk in hunks if not (hunk.is_blank or hunk.is_indentation)]
    reindents = any(hunk.opens_or_closes_block for hunk in real)
    for hunk in hunks:
        if hunk.is_blank:
            if not any(hunk.start - _NEAR <= other.end and other.start <= hunk.end + _NEAR for other in real):
                yield hunk
        elif hunk.is_trailing or (hunk.is_indentation and not reindents):
            yield hunk


def _hunks(old: list[bytes], new: list[bytes]) -> Iterator[_Hunk]:
    """The changed runs of lines; `start` and `end` count the old file's lines from 0."""
    for i1, i2, j1, j2 in differing(old, new):
        yield _Hunk(i1, i2, tuple(old[i1:i2]), tuple(new[j1:j2]))
