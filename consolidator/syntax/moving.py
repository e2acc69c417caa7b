"""What a part of a module says, and how far that part has moved since it was read, to what it says where it is now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from consolidator.model import (
    Binding,
    Bodies,
    Call,
    Class,
    Expr,
    Function,
    Import,
    Param,
    Ref,
    Span,
    Statement,
    Text,
    Unread,
)
from consolidator.syntax.positions import new

T = TypeVar("T")
Keywords = tuple[tuple[str | None, Expr], ...]


class Mover:
    """Moves facts by a number of characters and lines; what several have in common is moved once.

    `bodies` reads the text in which they stand now.
    """

    def __init__(self, by: int, lines: int, bodies: Bodies) -> None:
        self._by = by
        self._lines = lines
        self._bodies = bodies
        # Held by the facts that are moved, so that no other value takes their place meanwhile.
        self._moved: dict[int, Any] = {}

    def rows(self, rows: Iterable[T]) -> list[T]:
        """Facts of one kind, each moved."""
        if not self._by and not self._lines:
            return list(rows)  # bodies that were not read stand in the text before where they stand in this one
        return [_MOVING[row.__class__](self, row) for row in rows]

    def span(self, span: Span) -> Span:
        """The same characters where they stand now."""
        known: Span | None = self._moved.get(id(span))
        if known is None:
            start, end, line, column = span
            known = new(Span, (start + self._by, end + self._by, line + self._lines, column))
            self._moved[id(span)] = known
        return known

    def expr(self, expr: Expr) -> Expr:
        """The same expression, moved with its operands."""
        known: Expr | None = self._moved.get(id(expr))
        if known is None:
            kind, span, value, parts, keywords = expr
            parts = tuple([self.expr(each) for each in parts]) if parts else ()
            keywords = self._named(keywords) if keywords else ()
            known = self._moved[id(expr)] = new(Expr, (kind, self.span(span), value, parts, keywords))
        return known

    def _named(self, rows: Keywords) -> Keywords:
        return tuple([(name, self.expr(value)) for name, value in rows])

    def _binding(self, row: Binding) -> Binding:
        target, scope, value, kind, span = row
        value = None if value is None else self.expr(value)
        return new(Binding, (target, scope, value, kind, self.span(span)))

    def _call(self, row: Call) -> Call:
        expr, scope, statement, role, at_import = row
        return new(Call, (self.expr(expr), scope, self.span(statement), role, at_import))

    def _ref(self, row: Ref) -> Ref:
        dotted, scope, span, ctx = row
        return new(Ref, (dotted, scope, self.span(span), ctx))

    def _text(self, row: Text) -> Text:
        value, span, scope = row
        return new(Text, (value, self.span(span), scope))

    def _unread(self, row: Unread) -> Unread:
        known: Unread | None = self._moved.get(id(row))
        if known is None:
            start, end, line = row.start + self._by, row.end + self._by, row.line + self._lines
            known = self._moved[id(row)] = Unread(row.scope, start, end, line, self._bodies)
        return known

    def _import(self, row: Import) -> Import:
        return row._replace(span=self.span(row.span))

    def _statement(self, row: Statement) -> Statement:
        kind, span, value, targets, body, orelse, handlers, finalbody, items, annotation = row
        value = None if value is None else self.expr(value)
        blocks = [tuple([self._statement(each) for each in block]) for block in (body, orelse, handlers, finalbody)]
        items = tuple([(self.expr(expr), name) for expr, name in items]) if items else ()
        return new(Statement, (kind, self.span(span), value, targets, *blocks, items, annotation))

    def _function(self, row: Function) -> Function:
        return Function(
            name=row.name,
            qualname=row.qualname,
            scope=row.scope,
            params=tuple([self._param(each) for each in row.params]),
            decorators=tuple([self.expr(each) for each in row.decorators]),
            is_async=row.is_async,
            is_generator=row.is_generator,
            is_method=row.is_method,
            span=self.span(row.span),
            inside=self._inside(row),
            docstring=None if row.docstring is None else self.span(row.docstring),
            returns=row.returns,
        )

    def _inside(self, row: Function) -> Unread | Callable[[], tuple[Statement, ...]]:
        if isinstance(row.inside, Unread):
            return self._unread(row.inside)
        return lambda: tuple([self._statement(each) for each in row.body])

    def _param(self, row: Param) -> Param:
        return row if row.default is None else row._replace(default=self.expr(row.default))

    def _class(self, row: Class) -> Class:
        return Class(
            name=row.name,
            qualname=row.qualname,
            scope=row.scope,
            bases=tuple([self.expr(each) for each in row.bases]),
            decorators=tuple([self.expr(each) for each in row.decorators]),
            span=self.span(row.span),
            body=tuple([self._statement(each) for each in row.body]),
            keywords=self._named(row.keywords),
        )


_MOVING: dict[type, Callable[[Mover, Any], Any]] = {
    Binding: Mover._binding,
    Call: Mover._call,
    Ref: Mover._ref,
    Text: Mover._text,
    Unread: Mover._unread,
    Import: Mover._import,
    Statement: Mover._statement,
    Function: Mover._function,
    Class: Mover._class,
}
