"""Formatted strings (PEP 498, 701, 750) to lists of what stands in their braces, in the very same place.

`f"a{b}c{d}"` becomes `[   b  ,d  ]`: an expression of the same extent, with every inner expression where it was.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

import libcst as cst

from consolidator.frozen import dataclass

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Field:
    """What stands in braces: the range of its expression, the character of its conversion, its format."""

    value: Range
    conversion: str | None
    format: Formatted | None


@dataclass(frozen=True, slots=True)
class Formatted:
    """The parts of a string in source order: text as it will be, or a field; all parts of a concatenation in a row."""

    parts: tuple[str | Field, ...]

    @property
    def fields(self) -> Iterator[Field]:
        """Every field, those in formats behind the one that they belong to."""
        for part in self.parts:
            if isinstance(part, Field):
                yield part
                if part.format is not None:
                    yield from part.format.fields


def pieces_of(node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """The strings of a concatenation, or the one string; every concatenation inside it too."""
    yield node
    if isinstance(node, cst.ConcatenatedString):
        yield from pieces_of(node.left)
        yield from pieces_of(node.right)


def is_formatted(node: cst.BaseExpression) -> bool:
    """Whether a string, or a part of a concatenation, has fields."""
    return any(isinstance(piece, cst.FormattedString | cst.TemplatedString) for piece in pieces_of(node))


def is_template(node: cst.BaseExpression) -> bool:
    """Whether it is a template string (PEP 750), or a concatenation of such."""
    return any(isinstance(piece, cst.TemplatedString) for piece in pieces_of(node))


def formatted_in(module: cst.Module, node: cst.BaseString, whole: Callable[[cst.BaseExpression], Range]) -> Formatted:
    """The parts of a string; `whole` gives the offsets of an expression with its parentheses."""
    return Formatted(tuple(_merged(_Reader(module, whole).parts(node))))


class _Reader:
    """Reads the parts of strings of one module."""

    def __init__(self, module: cst.Module, whole: Callable[[cst.BaseExpression], Range]) -> None:
        self._module = module
        self._whole = whole

    def parts(self, node: cst.BaseExpression) -> Iterator[str | Field]:
        if isinstance(node, cst.ConcatenatedString):
            yield from self.parts(node.left)
            yield from self.parts(node.right)
        elif isinstance(node, cst.FormattedString | cst.TemplatedString):
            yield from self._inside(node.parts, "r" in node.start.lower(), node.end)
        elif isinstance(node, cst.SimpleString):
            yield str(ast.literal_eval(node.value))

    def _inside(self, parts: Sequence[cst.CSTNode], is_raw: bool, quote: str) -> Iterator[str | Field]:
        for part in parts:
            if isinstance(part, cst.FormattedStringText | cst.TemplatedStringText):
                yield _text(part.value, is_raw, quote)
            elif isinstance(part, cst.FormattedStringExpression | cst.TemplatedStringExpression):
                yield from self._field(part, is_raw, quote)

    def _field(
        self, part: cst.FormattedStringExpression | cst.TemplatedStringExpression, is_raw: bool, quote: str
    ) -> Iterator[str | Field]:
        conversion = part.conversion
        if isinstance(part.equal, cst.AssignEqual):
            pieces = (part.whitespace_before_expression, part.expression, part.equal)
            yield "".join(map(self._module.code_for_node, pieces))
            conversion = conversion or (None if part.format_spec else "r")
        inner = None
        if part.format_spec is not None:
            inner = Formatted(tuple(_merged(self._inside(part.format_spec, is_raw, quote))))
        yield Field(self._whole(part.expression), conversion, inner)


def _text(value: str, is_raw: bool, quote: str) -> str:
    """What a piece between the fields says; one that Python itself would refuse stays as it is written."""
    value = value.replace("{{", "{").replace("}}", "}")
    if is_raw or "\\" not in value:
        return value
    try:
        return str(ast.literal_eval(f"{quote}{value}{quote}"))
    except (SyntaxError, ValueError):
        return value


def _merged(parts: Iterator[str | Field]) -> Iterator[str | Field]:
    """Texts side by side as one, as `ast` has them."""
    pending = ""
    for part in parts:
        if isinstance(part, str):
            pending += part
            continue
        if pending:
            yield pending
        pending = ""
        yield part
    if pending:
        yield pending


def blank_out(cells: list[str], text: str, at: Range, found: Formatted) -> None:
    """Overwrite a string with the list of its fields."""
    start, end = at
    for index in range(start, end):
        cells[index] = text[index] if text[index] in "\r\n" else " "
    cells[start], cells[end - 1] = "[", "]"
    for number, field in enumerate(found.fields):
        first, last = field.value
        cells[first:last] = text[first:last]
        if number:
            cells[first - 1] = ","
