"""How neighbouring fields are written (indent, alignment, quotes), and new lines written the same way."""

from __future__ import annotations

from collections.abc import Sequence

from consolidator.frozen import dataclass
from consolidator.model import Facts, Replace, Span
from consolidator.settings_styles._fields import Field
from consolidator.syntax.quotes import quote_of


@dataclass(frozen=True, slots=True)
class Layout:
    """`equals` is the text around the sign; `columns` are those of the annotation and of the sign where
    neighbours are aligned, counted from the indent."""

    indent: str
    target: str
    equals: str
    annotation_column: int | None
    equals_column: int | None
    quote: str
    newline: str
    width: int

    def line(self, name: str, annotation: str | None, value: str) -> str:
        """One assignment."""
        left = self.target + name
        if annotation is not None:
            left = _padded(f"{left}:", self.annotation_column, " ") + annotation
        if self.equals_column is not None:
            return f"{self.indent}{left.ljust(self.equals_column - 1)} = {value}"
        return f"{self.indent}{left}{self.equals if annotation is None else ' = '}{value}"

    def string(self, text: str) -> str:
        """A string literal in the file's quotes; `text` holds neither quotes nor backslashes."""
        return f"{self.quote}{text}{self.quote}"


def _padded(text: str, column: int | None, gap: str) -> str:
    return text + gap if column is None or len(text) >= column else text.ljust(column)


def layout_of(facts: Facts, rows: Sequence[Field], anchor: Field) -> Layout:
    """The layout of a group of fields, the anchor's own indent first."""
    head = facts.source[_line_start(facts, anchor.span.start) : anchor.span.start]
    valued = [row for row in rows if row.value is not None]
    return Layout(
        indent=head,
        target="self." if facts.source.startswith("self.", anchor.span.start) else "",
        equals=_equals(facts, anchor if anchor.value is not None else (valued or [anchor])[0]),
        annotation_column=_common([_annotation_column(facts, r) for r in rows if r.annotation], rows),
        equals_column=_common([_equals_column(facts, r) for r in valued], valued),
        quote=quote_of(facts),
        newline=facts.newline,
        width=max(88, min(120, max((len(line) for line in facts.source.splitlines()), default=0))),
    )


def stands_alone(facts: Facts, field: Field) -> bool:
    """Whether the field's statement begins its line, so that a line may be added after it."""
    return not facts.source[_line_start(facts, field.span.start) : field.span.start].strip()


def insertion(facts: Facts, after: int, lines: Sequence[str]) -> Replace:
    """New lines behind the line that holds the offset `after`."""
    at = facts.source.find("\n", after)
    at = len(facts.source) if at < 0 else at
    if facts.source[at - 1 : at] == "\r":
        at -= 1
    return Replace(Span(at, at), "".join(facts.newline + line for line in lines))


def _line_start(facts: Facts, offset: int) -> int:
    return facts.source.rfind("\n", 0, offset) + 1


def _sign(facts: Facts, field: Field) -> int | None:
    """Offset of the equals sign, None where it is not on the field's first line."""
    if field.value is None:
        return None
    head = facts.source[field.span.start : field.value.span.start]
    at = head.rfind("=") if field.annotation is not None else head.find("=")
    return None if at < 0 or "\n" in head[:at] else field.span.start + at


def _equals(facts: Facts, field: Field) -> str:
    at = _sign(facts, field)
    tight = at is not None and field.annotation is None and facts.source[at - 1] not in " \t"
    return "=" if tight else " = "


def _equals_column(facts: Facts, field: Field) -> int | None:
    at = _sign(facts, field)
    return None if at is None else at - field.span.start


def _annotation_column(facts: Facts, field: Field) -> int | None:
    colon = facts.source.find(":", field.span.start, field.span.end)
    rest = facts.source[colon + 1 : field.span.end]
    return colon + 1 + len(rest) - len(rest.lstrip(" ")) - field.span.start


def _common(columns: Sequence[int | None], rows: Sequence[Field]) -> int | None:
    """The one column that most fields of differing length share: only then are they aligned."""
    known = [column for column in columns if column is not None]
    if len(known) < 3 or len({len(row.name) for row in rows}) < 3:
        return None
    usual = max(set(known), key=known.count)
    return usual if known.count(usual) * 4 > len(known) * 3 else None
