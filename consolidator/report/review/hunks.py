"""One file's part of a patch in; its hunks with line numbers, colours and the unchanged lines between them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from consolidator.frozen import dataclass, replace
from consolidator.masking import mask
from consolidator.regex import lazy
from consolidator.report.diff import DiffLine, Kind
from consolidator.report.review.colour import Coloured, coloured, plain
from consolidator.report.review.wording import marked, pairs

_HEADER = lazy(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,\d+)? @@ ?(.*)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its numbers before and after, None on the side where it is not; `code` is HTML.

    `to` is the new number of the line that stands in the place of a removed one.
    """

    kind: Kind
    old: int | None
    new: int | None
    code: str
    to: int | None = None


@dataclass(frozen=True, slots=True)
class Fold:
    """Unchanged lines that are not shown at first; `old` and `new` are the numbers of the first."""

    old: int
    new: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A hunk: its lines, what it stands in, which old lines it covers, and what is folded ahead of it."""

    lines: tuple[Line, ...]
    context: str
    first: int
    last: int
    ahead: Fold | None


def stretches(path: str, part: Sequence[DiffLine], after: str) -> tuple[tuple[Stretch, ...], Fold | None]:
    """The hunks of a file whose text is `after` from now on, and what is folded behind the last one."""
    known = coloured(path, after)
    old = new = 1
    found: list[Stretch] = []
    for header, lines in _hunks(part):
        first, length, start, context = _HEADER.fullmatch(header).groups()  # type: ignore[union-attr]
        ahead = _fold(known, old, new, int(start) or 1)
        old, new = int(first), int(start)
        rows = _worded(list(_numbered(path, lines, old, new, known)), [line.text[1:] for line in lines])
        found.append(Stretch(rows, plain(mask(context)), old, old + int(length or 1) - 1, ahead))
        old += sum(line.kind != "added" for line in lines)
        new += sum(line.kind != "removed" for line in lines)
    end = len(known.lines) + bool(known.lines[-1])
    return tuple(found), _fold(known, old, new, end) if found else None


def _hunks(part: Sequence[DiffLine]) -> Iterator[tuple[str, list[DiffLine]]]:
    """(header, lines) of each hunk; what says that a file has no line feed at its end is left out."""
    starts = [at for at, line in enumerate(part) if line.kind == "hunk"]
    for start, end in zip(starts, [*starts[1:], len(part)], strict=True):
        yield part[start].text, [line for line in part[start + 1 : end] if not line.text.startswith("\\")]


def _fold(known: Coloured, old: int, new: int, until: int) -> Fold | None:
    """The lines up to the number `until`; they are no part of the change, so that nothing in them may be a secret."""
    lines = tuple(known.quiet[new - 1 : until - 1])
    return Fold(old, new, lines) if lines else None


def _numbered(path: str, lines: Sequence[DiffLine], old: int, new: int, known: Coloured) -> Iterator[Line]:
    for kind, run in groupby(lines, key=lambda line: line.kind):
        block = [line.text[1:] for line in run]
        codes = _removed(path, block, new, known) if kind == "removed" else known.lines[new - 1 :]
        for text, code in zip(block, codes, strict=False):
            yield Line(kind, None if kind == "added" else old, None if kind == "removed" else new, code if text else "")
            old += kind != "added"
            new += kind != "removed"


def _worded(rows: list[Line], texts: Sequence[str]) -> tuple[Line, ...]:
    """With the words marked that differ between a removed line and the one in its place."""
    for pair in pairs([row.kind for row in rows], texts):
        one, other = rows[pair.removed], rows[pair.added]
        rows[pair.removed] = replace(one, code=marked(one.code, texts[pair.removed], pair.before), to=other.new)
        rows[pair.added] = replace(other, code=marked(other.code, texts[pair.added], pair.after))
    return tuple(rows)


def _removed(path: str, block: Sequence[str], new: int, known: Coloured) -> list[str]:
    """Lines that are no more, coloured by themselves; those that stood in a string are text."""
    if new - 2 in known.open:
        return [f'<i class="s">{plain(line)}</i>' for line in block]
    return coloured(path, "\n".join(block)).lines
