"""Where a call stands: the statements around it, and the expressions between its statement and itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from consolidator.frozen import dataclass
from consolidator.meaning.blocks import statements_in
from consolidator.meaning.world import World
from consolidator.model import Expr, Facts, Function, Span, Statement


@dataclass(frozen=True, slots=True)
class Place:
    """`statements` hold a call, outermost first; `block` is the innermost one's own block, `wrappers` the
    expressions around the call, innermost first."""

    statements: tuple[Statement, ...]
    block: tuple[Statement, ...]
    wrappers: tuple[Expr, ...]

    @property
    def statement(self) -> Statement:
        """The innermost statement."""
        return self.statements[-1]

    @property
    def after(self) -> tuple[Statement, ...]:
        """The statements that follow in the same block."""
        return tuple(s for s in self.block if s.span.start >= self.statement.span.end)


def body_of(world: World, facts: Facts, scope: str) -> tuple[Statement, ...]:
    """The statements of a function, of a class or of the module."""
    function = world.function(facts.path, scope)
    if function is not None:
        return function.body
    class_ = world.class_(facts.path, scope)
    return class_.body if class_ is not None else facts.body


def place_of(body: tuple[Statement, ...], span: Span) -> Place | None:
    """Find an expression by its span; None where it stands in a decorator."""
    statements: list[Statement] = []
    block, inner = body, _holding((body,), span)
    while inner is not None:
        block = inner[0]
        statements.append(inner[1])
        inner = _holding(blocks(inner[1]), span)
    if not statements:
        return None
    roots = [*(e for e, _ in statements[-1].items), *([statements[-1].value] if statements[-1].value else [])]
    return Place(tuple(statements), block, _wrappers(roots, span))


def _holding(among: Iterable[tuple[Statement, ...]], span: Span) -> tuple[tuple[Statement, ...], Statement] | None:
    """The block and its statement that hold a span; statements stand in source order."""
    for block in among:
        at = bisect_right(block, span.start, key=lambda statement: statement.span.start) - 1
        if at >= 0 and block[at].span.holds(span):
            return block, block[at]
    return None


def blocks(statement: Statement) -> Iterator[tuple[Statement, ...]]:
    """The blocks of a compound statement, those of its handlers included."""
    yield from (statement.body, statement.orelse, statement.finalbody)
    for handler in statement.handlers:
        yield handler.body


def left_between(body: tuple[Statement, ...], start: int, end: int) -> bool:
    """Whether whoever passed one offset never gets to a later one: its block ends in a return, or is another branch."""
    for statement in statements_in(body):
        for block in blocks(statement):
            if not block or not block[0].span.start <= start <= block[-1].span.end or block[-1].span.end > end:
                continue
            if block[-1].kind in ("return", "raise", "continue", "break"):
                return True
            others = [b for b in blocks(statement) if b and b is not block and b is not statement.finalbody]
            if statement.kind == "if" and any(b[0].span.start <= end <= b[-1].span.end for b in others):
                return True
    return False


def operands(expr: Expr) -> tuple[Expr, ...]:
    """Everything directly inside an expression."""
    return (*expr.parts, *(value for _, value in expr.keywords))


def walk(expr: Expr) -> Iterator[Expr]:
    """An expression and everything inside it."""
    yield expr
    for part in operands(expr):
        yield from walk(part)


def _wrappers(roots: Sequence[Expr], span: Span) -> tuple[Expr, ...]:
    found: list[Expr] = []
    level = list(roots)
    while True:
        inner = next((e for e in level if e.span.holds(span)), None)
        if inner is None or inner.span == span:
            return tuple(reversed(found))
        found.append(inner)
        level = list(operands(inner))


def yields(function: Function) -> Iterator[tuple[Statement, Expr | None]]:
    """Every statement of a generator that yields, with what it yields."""
    for statement in statements_in(function.body) if function.is_generator else ():
        for expr in walk(statement.value) if statement.value else ():
            if expr.kind == "other" and expr.value in ("Yield", "YieldFrom"):
                yield statement, expr.parts[0] if expr.parts else None


def leading_text(expr: Expr) -> str:
    """The constant text of an expression up to what is only known at run time; "" where it begins with that."""
    if expr.kind == "const":
        return expr.value if isinstance(expr.value, str) else ""
    if expr.kind == "fstring" or (expr.kind == "binop" and expr.value in ("Add", "Mod")):
        return "".join(_texts(expr))
    return leading_text(expr.parts[0].parts[0]) if _is_format(expr) else ""


def _is_format(expr: Expr) -> bool:
    return expr.kind == "call" and expr.parts[0].kind == "attr" and expr.parts[0].value in ("format", "strip")


def _texts(expr: Expr) -> Iterator[str]:
    for part in expr.parts:
        if part.kind == "const" and isinstance(part.value, str):
            yield part.value
        elif part.kind in ("fstring", "binop"):
            yield from _texts(part)
        else:
            yield "{}"
