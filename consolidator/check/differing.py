"""Two lists of lines to the runs in which they differ, in time that grows with the lines, whatever they are."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_SMALL = 1_000_000
"""Pairs of lines that are compared each with each."""


class Run(NamedTuple):
    """Lines `[i1, i2)` of the old text that give way to `[j1, j2)` of the new one."""

    i1: int
    i2: int
    j1: int
    j2: int


def differing(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[Run]:
    """The runs in order. Long texts are cut at lines that each holds once, as in a patience diff."""
    start, i, j = 0, len(old), len(new)
    while start < min(i, j) and old[start] == new[start]:
        start += 1
    while min(i, j) > start and old[i - 1] == new[j - 1]:
        i, j = i - 1, j - 1
    done = (start, start)
    anchors = _anchors(old[start:i], new[start:j]) if (i - start) * (j - start) > _SMALL else []
    for at, to in (*((a + start, b + start) for a, b in anchors), (i, j)):
        yield from _within(old, new, Run(done[0], at, done[1], to))
        done = (at, to)


def _within(old: Sequence[bytes], new: Sequence[bytes], run: Run) -> Iterator[Run]:
    """What differs in a part of both; all of it where it is too long to be compared."""
    i1, i2, j1, j2 = run
    if (i2 - i1) * (j2 - j1) > _SMALL:
        yield run
        return
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, old[i1:i2], new[j1:j2], autojunk=False).get_opcodes():
        if kind != "equal":
            yield Run(i1 + a1, i1 + a2, j1 + b1, j1 + b2)


def _anchors(old: Sequence[bytes], new: Sequence[bytes]) -> list[tuple[int, int]]:
    """Where lines stand that are in both once: the longest row of them that is in one order in both."""
    once = {line for line, count in Counter(old).items() if count == 1}
    once &= {line for line, count in Counter(new).items() if count == 1}
    places = {line: at for at, line in enumerate(new) if line in once}
    pairs = [(at, places[line]) for at, line in enumerate(old) if line in once]
    ends: list[int] = []
    rows: list[int] = []
    before: list[int] = []
    for number, (_, to) in enumerate(pairs):
        at = bisect_left(ends, to)
        ends[at : at + 1], rows[at : at + 1] = [to], [number]
        before.append(rows[at - 1] if at else -1)
    row, found = rows[-1] if rows else -1, []
    while row >= 0:
        found.append(pairs[row])
        row = before[row]
    return found[::-1]
