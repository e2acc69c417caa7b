"""A text's lines with their offsets, and insertions between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from consolidator.frozen import dataclass
from consolidator.model import Replace, Span
from consolidator.regex import lazy

_PART = lazy(
    r"(?:[A-Z]\w*_)?(?:USER(?:NAME)?|PASS(?:WORD|WD)?|PWD|HOST(?:NAME)?|SERVER|PORT|NAME|DB|DATABASE|SCHEMA|SSL_?MODE)",
    re.I,
)
"""A variable that holds a part of the database's address."""
_NAMED = lazy(r"[\W_]*(?:export\s+)?([A-Za-z]\w*)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its ending; `start` and `end` are offsets of the text."""

    text: str
    start: int
    number: int

    @property
    def end(self) -> int:
        """The offset of the line's ending."""
        return self.start + len(self.text)

    @property
    def indent(self) -> int:
        """The number of characters before the first visible one."""
        return len(self.text) - len(self.text.lstrip())


def lines_of(text: str) -> tuple[Line, ...]:
    """All lines of a text."""
    return tuple(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    for number, match in enumerate(re.finditer(r"[^\r\n]*(?:\r\n|\n|\r|\Z)", text)):
        if match.group() or match.start() == 0:
            yield Line(match.group().rstrip("\r\n"), match.start(), number)


def address_end(lines: Sequence[Line], line: Line, near: str) -> Line:
    """The last line of the database's address: `near` is one of its parts, and the others stand below it."""
    last = line
    if _PART.fullmatch(near):
        owner = near.partition("_")[0]
        for row in lines[line.number + 1 :]:
            named = _NAMED.match(row.text)
            if named is None or not (_PART.fullmatch(named[1]) and named[1].startswith(owner)):
                break
            last = row
    return last


def behind(text: str, line: Line, new: Sequence[str]) -> Replace:
    """New lines behind a line, with the text's line ending."""
    match = re.search(r"\r\n|\n|\r", text)
    ending = match.group() if match else "\n"
    return Replace(Span(line.end, line.end), "".join(ending + row for row in new))
