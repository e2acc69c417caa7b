"""A text whose syntax is newer than this Python's to one of the same shape that its parser takes.

LibCST's own parser knows the syntax of every Python. What this one does not know is overwritten in place, character by
character, so that all positions stay, and marked, so that `restoring` can put it back into the tree. The rest of the
text is judged by Python's own parser as ever.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from consolidator.frozen import dataclass
from consolidator.syntax.deletions import is_endless
from consolidator.syntax.formatted import Formatted, blank_out, formatted_in, is_formatted, is_template, pieces_of
from consolidator.syntax.positions import Positions

Version = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TypeParameter:
    """One of `def f[T: bound = default]`; bound and default are ranges of offsets."""

    kind: str
    name: str
    at: int
    end: int
    bound: tuple[int, int] | None
    default: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Shape:
    """The overwritten text and what stood there, by offset; `written` still has the type parameters.

    `strings` by their first character; `words` are soft keywords that were made statements of their own, `aliases` the
    names behind `type`; `parameters` by their opening bracket; `clauses` are `except` clauses with several types.
    """

    text: str
    written: str
    strings: Mapping[int, Formatted]
    words: frozenset[int]
    aliases: Mapping[int, int]
    parameters: Mapping[int, tuple[TypeParameter, ...]]
    clauses: frozenset[int]


def shape_of(text: str, python: Version = sys.version_info[:2]) -> Shape | None:
    """The shape of a text for the parser of `python`; None where LibCST cannot read it or nothing in it is newer."""
    if is_endless(text):
        return None
    try:
        module = cst.parse_module(text)
        if module.code != text:
            return None  # its positions, which count in what it writes back, would not be ours
        wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
        finder = _Finder(text, wrapper.module, wrapper.resolve(PositionProvider), python)
        wrapper.module.visit(finder)
    except (cst.ParserSyntaxError, cst.CSTValidationError):
        return None
    shape = finder.shape()
    return shape if shape.text != text else None


def blanked(text: str, start: int, end: int) -> Iterator[str]:
    """Blanks for a range inside a statement; a line in it ends in a backslash, so that the statement goes on."""
    for at in range(start, end):
        ends_line = text[at + 1 : at + 2] in ("\r", "\n")
        yield text[at] if text[at] in "\r\n" else "\\" if ends_line else " "


class _Finder(cst.CSTVisitor):
    """Overwrites what is newer than `python` while it walks the module from the outside inwards."""

    def __init__(self, text: str, module: cst.Module, ranges: Mapping[cst.CSTNode, CodeRange], python: Version) -> None:
        super().__init__()
        self.cells = list(text)
        self._brackets: list[tuple[int, int]] = []
        self._pieces: set[int] = set()
        self._text = text
        self._module = module
        self._ranges = ranges
        self._at = Positions(text)
        self._python = python
        self._strings: dict[int, Formatted] = {}
        self._words: set[int] = set()
        self._aliases: dict[int, int] = {}
        self._parameters: dict[int, tuple[TypeParameter, ...]] = {}
        self._clauses: set[int] = set()

    def shape(self) -> Shape:
        """What was found."""
        written = "".join(self.cells)
        for start, end in self._brackets:
            self.cells[start:end] = blanked(self._text, start, end)
        words, clauses = frozenset(self._words), frozenset(self._clauses)
        return Shape("".join(self.cells), written, self._strings, words, self._aliases, self._parameters, clauses)

    def _range(self, node: cst.CSTNode) -> tuple[int, int]:
        found = self._ranges[node]
        return self._at.at(found.start.line, found.start.column), self._at.at(found.end.line, found.end.column)

    def _whole(self, node: cst.BaseExpression) -> tuple[int, int]:
        """The range of an expression with its own parentheses."""
        start, end = self._range(node)
        before = sum(len(self._module.code_for_node(each)) for each in node.lpar)
        return start - before, end + sum(len(self._module.code_for_node(each)) for each in node.rpar)

    def _is_newer(self, version: Version) -> bool:
        return self._python < version

    # ------------------------------------------------------------------ 3.11: PEP 646, PEP 654

    def visit_Index(self, node: cst.Index) -> None:
        if node.star and self._is_newer((3, 11)):
            self.cells[self._range(node)[0]] = " "

    def visit_Annotation(self, node: cst.Annotation) -> None:
        if isinstance(node.annotation, cst.StarredElement) and self._is_newer((3, 11)):
            self.cells[self._range(node.annotation)[0]] = " "

    def visit_ExceptStarHandler(self, node: cst.ExceptStarHandler) -> None:
        start = self._range(node)[0]
        if self._is_newer((3, 11)):
            self.cells[self._text.index("*", start)] = " "
        self._types(start, node.type)

    # ------------------------------------------------------------------ 3.12: PEP 695, PEP 701

    def visit_TypeAlias(self, node: cst.TypeAlias) -> None:
        if self._is_newer((3, 12)):
            self._aliases[self._range(node.name)[0]] = self._word(node, "type")

    def visit_TypeParameters(self, node: cst.TypeParameters) -> None:
        newest = (3, 13) if any(each.default is not None for each in node.params) else (3, 12)
        if self._is_newer(newest):
            start, end = self._range(node)
            self._parameters[start] = tuple(self._parameter(each) for each in node.params)
            self._brackets.append((start, end))

    def _parameter(self, node: cst.TypeParam) -> TypeParameter:
        bound = node.param.bound if isinstance(node.param, cst.TypeVar) else None
        start, end = self._range(node.param)
        return TypeParameter(
            kind=type(node.param).__name__,
            name=node.param.name.value,
            at=start,
            end=end,
            bound=self._whole(bound) if bound is not None else None,
            default=self._whole(node.default) if node.default is not None else None,
        )

    def visit_FormattedString(self, node: cst.FormattedString) -> None:
        self._string(node)

    def visit_TemplatedString(self, node: cst.TemplatedString) -> None:
        self._string(node)

    def visit_ConcatenatedString(self, node: cst.ConcatenatedString) -> None:
        if is_formatted(node):
            self._string(node)

    def _string(self, node: cst.BaseString) -> None:
        start, end = self._range(node)
        if start in self._pieces:
            return
        self._pieces |= {self._range(piece)[0] for piece in pieces_of(node)}
        if self._is_newer((3, 14) if is_template(node) else (3, 12)):
            found = formatted_in(self._module, node, self._whole)
            self._strings[start] = found
            blank_out(self.cells, self._text, (start, end), found)

    # ------------------------------------------------------------------ 3.14 and later: PEP 758, PEP 810

    def visit_ExceptHandler(self, node: cst.ExceptHandler) -> None:
        self._types(self._range(node)[0], node.type)

    def _types(self, clause: int, types: cst.BaseExpression | None) -> None:
        """`except A, B:` to `except A| B:`; `except A, e:` with a variable is Python 2 and stays a syntax error."""
        if not isinstance(types, cst.Tuple) or types.lpar or not self._is_newer((3, 14)):
            return
        last = types.elements[-1].value
        if len(types.elements) == 2 and isinstance(last, cst.Name) and last.value[0].islower():
            return
        self._clauses.add(clause)
        for at in self._commas(types):
            self.cells[at] = "|"

    def _commas(self, types: cst.Tuple) -> Iterator[int]:
        for element in types.elements:
            if isinstance(element.comma, cst.Comma):
                yield self._range(element.comma)[0]

    def visit_LazyImport(self, node: cst.CSTNode) -> None:
        self._lazy(node)

    def visit_LazyImportFrom(self, node: cst.CSTNode) -> None:
        self._lazy(node)

    def _lazy(self, node: cst.CSTNode) -> None:
        if self._is_newer((3, 15)):
            self._word(node, "lazy")

    def _word(self, node: cst.CSTNode, word: str) -> int:
        """Make the soft keyword in front of a statement one of its own: `type X = int` to `type;X = int`."""
        start = self._range(node)[0]
        assert re.match(rf"{word}[ \t\f\\]", self._text[start:])
        self.cells[start + len(word)] = ";"
        self._words.add(start)
        return start
