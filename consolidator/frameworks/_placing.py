"""Where new text goes in an application's module: behind a statement or ahead of one, at its indent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from consolidator.frameworks._paths import is_health
from consolidator.frameworks._web import Registration, Web, registrations, takes_health
from consolidator.frozen import dataclass
from consolidator.model import Facts, FrameworkUse, Replace, Span, Statement
from consolidator.syntax.expressions import dotted
from consolidator.syntax.names import names_of, qualified


@dataclass(frozen=True, slots=True)
class Place:
    """An offset between two lines, with the blank lines that separate statements there."""

    offset: int
    indent: str
    blank: int
    ahead: bool = False
    """The text goes ahead of what follows the offset, else behind what precedes it."""


def body_of(facts: Facts, scope: str) -> tuple[Statement, ...]:
    """The statements of the module or of a function."""
    if not scope:
        return facts.body
    return next((f.body for f in reversed(facts.functions) if f.qualname == scope), ())


def holder(facts: Facts, scope: str, span: Span) -> Statement:
    """The statement of a body that holds a span inside that body; decorators belong to their function."""
    return next(row for row in body_of(facts, scope) if row.span.end >= span.end)


def after(facts: Facts, scope: str, span: Span) -> Place:
    """Behind the statement of `scope`'s body that holds the span."""
    return Place(line_end(facts, holder(facts, scope, span).span.end), _indent(facts, scope), 1 if scope else 2)


def ahead(facts: Facts, scope: str, span: Span) -> Place:
    """Ahead of the statement that holds the span, of its decorators and of the comments right above it."""
    statement = holder(facts, scope, span)
    start = min([f.span.start for f in facts.functions if f.span.end == statement.span.end] + [statement.span.start])
    line = facts.source.rfind("\n", 0, start) + 1
    while line and facts.source[facts.source.rfind("\n", 0, line - 1) + 1 : line].lstrip().startswith("#"):
        line = facts.source.rfind("\n", 0, line - 1) + 1
    return Place(line, _indent(facts, scope), 1 if scope else 2, ahead=True)


def above(facts: Facts, scope: str) -> Place:
    """At module level, ahead of the statement that holds a scope; right behind the imports where these precede it."""
    span = next(f.span for f in facts.functions if f.qualname == scope)
    held = holder(facts, "", span)
    before = [row for row in facts.body if row.span.end <= held.span.start]
    if before and before[-1].kind in ("import", "importfrom"):
        blank = line_end(facts, before[-1].span.end) + len(facts.newline)
        if facts.source.startswith(facts.newline, blank):  # a new import may still go ahead of the blank line
            return Place(blank + len(facts.newline), "", 2, ahead=True)
    return ahead(facts, "", span)


def route_place(facts: Facts, use: FrameworkUse, web: Web) -> Place:
    """Behind the object's health routes, else its last route, in any case ahead of what takes every path."""
    rows = [row for row in registrations(facts, use.name, use.scope) if row.call.expr.span.start > use.span.start]
    stops = [row for row in rows if takes_health(row, web, use.prefix or "") or _is_stop(facts, row, use)]
    open_rows = [row for row in rows if not stops or row.call.expr.span < stops[0].call.expr.span]
    anchors = _anchors(open_rows, web)
    if anchors:
        return after(facts, use.scope, _span(facts, anchors[-1]))
    if stops:
        return ahead(facts, use.scope, _span(facts, stops[0]))
    return after(facts, use.scope, use.span)


def _anchors(rows: Sequence[Registration], web: Web) -> list[Registration]:
    health = [row for row in rows if row.path is not None and is_health(row.path) and row.method not in web.includes]
    return health or [row for row in rows if row.method in (web.routes | web.mounts | set(web.includes))]


def _is_stop(facts: Facts, row: Registration, use: FrameworkUse) -> bool:
    """Whether a registration includes the object that `use.before` names."""
    if use.before is None or len(row.call.expr.parts) < 2:
        return False
    expr = row.call.expr.parts[1]
    chain = dotted(expr)
    local = ":" + ".".join(chain) if chain else ""
    return use.before in (qualified(names_of(facts), expr), local)


def _span(facts: Facts, row: Registration) -> Span:
    """The decorated function's span, else that of the call's statement."""
    call = row.call
    if call.role != "decorator":
        return call.statement
    return next(
        (f.span for f in facts.functions if f.span.holds(call.expr.span) and f.scope == call.scope), call.statement
    )


def inserted(facts: Facts, place: Place, text: str) -> Replace:
    """An insertion of lines (without indent, "\n" between them) with the blank lines that belong around them."""
    body = re.sub(r"\n{3,}", "\n" * (place.blank + 1), text.strip("\n"))
    lines = [place.indent + line if line else "" for line in body.split("\n")]
    above, below = _blank_lines(facts, place, lines)
    rows = [*above, *lines, *below, ""] if place.ahead else ["", *above, *lines, *below]
    return Replace(Span(place.offset, place.offset), facts.newline.join(rows))


def _blank_lines(facts: Facts, place: Place, lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The blank lines missing above and below; those that are there stay on their side of the insertion."""
    head = facts.source[: place.offset].replace("\r\n", "\n")
    tail = facts.source[place.offset :].replace("\r\n", "\n")
    above_line = head.rstrip("\n").rsplit("\n", 1)[-1]
    below_line = tail.lstrip("\n").split("\n", 1)[0]
    above = _wanted(place, lines[0], above_line)
    below = _wanted(place, below_line, lines[-1])
    have_above = len(head) - len(head.rstrip("\n")) - 1 if place.ahead else 0
    have_below = len(tail) - len(tail.lstrip("\n")) - (not place.ahead)
    if not head.strip() or above_line.endswith(":"):
        above = 0
    return [""] * max(0, above - have_above), [""] * max(0, below - have_below) if tail.strip() else []


def _wanted(place: Place, later: str, earlier: str) -> int:
    """Blank lines between two lines of a body (PEP 8): more around definitions than between statements."""
    defines = later.lstrip().startswith(("def ", "async def ", "class ", "@"))
    ends_block = len(earlier) - len(earlier.lstrip()) > len(place.indent)
    return place.blank if defines or ends_block or later.lstrip().startswith("#") else 1


def _indent(facts: Facts, scope: str) -> str:
    body = body_of(facts, scope)
    return " " * (body[0].span.column - 1) if scope and body else ""


def line_end(facts: Facts, offset: int) -> int:
    """The offset of the line ending behind an offset, or of the text's end."""
    at = facts.source.find("\n", offset)
    at = len(facts.source) if at < 0 else at
    return at - 1 if facts.source[at - 1 : at] == "\r" else at
