"""The lines of a hunk in; the same with the words marked that differ between a line and the one in its place, out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html import unescape
from itertools import pairwise

from consolidator.frozen import dataclass
from consolidator.regex import lazy
from consolidator.report.diff import Kind

MOST_LINES = 24
"""Of a block, on either side; in a longer one nobody compares line with line."""
MOST_CHARACTERS = 400
ALIKE = 0.5
"""Part of the words of two lines that must be the same for one to stand in the place of the other."""

_WORD = lazy(r"\w+|\s+|[^\w\s]")
_TAG = lazy(r"<[^<>]*>")
_PART = lazy(r"<[^<>]*>|&[^;&<>]+;|.")
_MARK = ('<span class="w">', "</span>")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """The index of a line that was removed and of the one in its place, and where the two differ."""

    removed: int
    added: int
    before: tuple[Span, ...]
    after: tuple[Span, ...]


def pairs(kinds: Sequence[Kind], texts: Sequence[str]) -> Iterator[Pair]:
    """Every removed line with the added line of the same block that is most alike, in order, where one is."""
    for removed, added in _blocks(kinds):
        if len(removed) > MOST_LINES or len(added) > MOST_LINES:
            continue
        start = added.start
        for one in removed:
            found = max((_compared(texts, one, other) for other in range(start, added.stop)), default=None, key=_first)
            if found is not None and found[0] >= ALIKE:
                yield found[1]
                start = found[1].added + 1


def marked(code: str, text: str, spans: Sequence[Span]) -> str:
    """The HTML of a line with these parts of its text marked; as it was where it shows something else than its text."""
    if unescape(_TAG.sub("", code)) != text.removesuffix("\r"):
        return code
    parts: list[str] = []
    at, is_open = 0, False
    for part in _PART.findall(code):
        is_tag = len(part) > 1 and part[0] == "<"
        wanted = not is_tag and any(start <= at < end for start, end in spans)
        if wanted != is_open:
            parts.append(_MARK[is_open])
            is_open = wanted
        parts.append(part)
        at += not is_tag
    return "".join([*parts, *([_MARK[1]] if is_open else [])])


def _first(found: tuple[float, Pair]) -> float:
    return found[0]


def _blocks(kinds: Sequence[Kind]) -> Iterator[tuple[range, range]]:
    """Runs of removed lines with the added lines right behind them, as ranges of indexes."""
    starts = [at for at, kind in enumerate(kinds) if at == 0 or kinds[at - 1] != kind]
    runs = [range(start, end) for start, end in pairwise([*starts, len(kinds)])]
    for one, other in pairwise(runs):
        if kinds[one.start] == "removed" and kinds[other.start] == "added":
            yield one, other


def _compared(texts: Sequence[str], one: int, other: int) -> tuple[float, Pair]:
    """Which part of the words of two lines is the same, and where they differ."""
    before, after = texts[one], texts[other]
    if max(len(before), len(after)) > MOST_CHARACTERS:
        return 0.0, Pair(one, other, (), ())
    words, others = _WORD.findall(before), _WORD.findall(after)
    codes = SequenceMatcher(None, words, others, autojunk=False).get_opcodes()
    same = [word for kind, a, b, _, _ in codes if kind == "equal" for word in words[a:b] if not word.isspace()]
    if not any(word.isidentifier() for word in same):
        return 0.0, Pair(one, other, (), ())
    whole = max(sum(not word.isspace() for word in row) for row in (words, others))
    changed = [row for row in codes if row[0] != "equal"]
    left = tuple(_span(words, a, b) for _, a, b, _, _ in changed if a < b)
    right = tuple(_span(others, a, b) for _, _, _, a, b in changed if a < b)
    return len(same) / whole, Pair(one, other, left, right)


def _span(words: Sequence[str], start: int, end: int) -> Span:
    first = sum(map(len, words[:start]))
    return first, first + sum(map(len, words[start:end]))
