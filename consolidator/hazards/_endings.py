"""What becomes of an open session or connection: who closes it, and on which ways out of the function."""

from __future__ import annotations

import re
from collections.abc import Iterator

from consolidator.frozen import dataclass
from consolidator.hazards._blocks import Place, body_of, place_of, yields
from consolidator.hazards._index import Index
from consolidator.hazards._openings import Opening
from consolidator.meaning.blocks import statements_in
from consolidator.meaning.standing import last_name
from consolidator.model import Facts, Function, Ref, Statement
from consolidator.regex import lazy
from consolidator.syntax.expressions import dotted

MANAGERS = {"closing", "aclosing", "enter_context", "enter_async_context", "push", "push_async_exit"}
CLOSES = {"close", "aclose", "invalidate", "detach", "__exit__", "__aexit__", "shutdown"}
ENDS = {"commit", "rollback"}
"""After these a session has given its connection back, though it is not closed."""
_SAME = {"execution_options", "connection", "dbapi_connection"}
"""What gives the connection itself, or something that closes it."""
_CLOSER = lazy(r"close|release|cleanup|clean_up|dispose|finali[sz]e|finish|teardown|return|put", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Use:
    """How the result of an opening call is used.

    kind: managed (something closes it), named (`name` is the variable), returned, yielded, chained, passed
    (an argument of the call in `place`), dropped, unknown.
    """

    kind: str
    name: str = ""


def use_of(opening: Opening) -> Use:
    """Follow the expressions around the call out to its statement."""
    span = opening.call.expr.span
    for wrapper in opening.place.wrappers:
        match wrapper.kind:
            case "await" | "or" | "and" | "ifexp":
                continue
            case "attr":
                if wrapper.value not in _SAME:
                    return Use("managed" if wrapper.value in CLOSES else "chained")
            case "call" if wrapper.parts[0].span.holds(span):
                continue
            case "call":
                return Use("managed" if last_name(wrapper) in MANAGERS else "passed", last_name(wrapper))
            case "other" if wrapper.value == "Yield":
                return Use("yielded")
            case _:
                return Use("unknown")
    return _of_statement(opening.place.statement)


def _of_statement(statement: Statement) -> Use:
    match statement.kind:
        case "with" | "asyncwith":
            return Use("managed")
        case "return":
            return Use("returned")
        case "expr":
            return Use("dropped")
        case "assign" | "annassign" if len(statement.targets) == 1 and "[" not in statement.targets[0]:
            return Use("named", statement.targets[0])
    return Use("unknown")


@dataclass(frozen=True, slots=True)
class Ending:
    """One use of a variable that matters to its end.

    kind: close, end (commit or rollback), escape (somebody else may close it), with; `safe` where it also runs when
    something fails.
    """

    kind: str
    ref: Ref
    place: Place

    @property
    def safe(self) -> bool:
        """Whether this runs however the block is left."""
        if self.kind == "with":
            return True
        spots = [(outer, self.place.statement.span) for outer in self.place.statements if outer.kind.startswith("try")]
        caught = [s for outer, _ in spots for s in (*outer.finalbody, *outer.handlers)]
        return any(part.span.holds(self.ref.span) for part in caught)


def endings(index: Index, facts: Facts, scope: str, name: str, start: int, is_session: bool) -> Iterator[Ending]:
    """What closes, ends, or hands on what a variable holds from an offset on."""
    length = len(name.split("."))
    for ref in index.uses(facts.path, scope, name, start):
        place = place_of(body_of(index.world, facts, ref.scope), ref.span)
        if place is None:
            continue
        rest = ref.dotted[length:]
        kind = _kind(rest, place, ref, is_session)
        if kind:
            yield Ending(kind, ref, place)


def _kind(rest: tuple[str, ...], place: Place, ref: Ref, is_session: bool) -> str:
    if rest and rest[-1] in CLOSES:
        return "close"
    in_with = any(item.span.holds(ref.span) for item, _ in place.statement.items)
    if in_with and (not rest or (is_session and rest == ("begin",))):
        return "with"
    if is_session and rest and rest[-1] in ENDS:
        return "end"
    return _handed_on(place, ref) if not rest else ""


def _handed_on(place: Place, ref: Ref) -> str:
    """Whether a bare name is returned, stored, or given to something that may keep or close it."""
    for wrapper in place.wrappers:
        if wrapper.kind == "call" and not wrapper.parts[0].span.holds(ref.span):
            name = last_name(wrapper)
            if name in MANAGERS:
                return "with"
            if _CLOSER.search(name):
                return "close"
            keeps = name[:1].isupper() or name in ("append", "add", "setattr", "partial", "set", "callback")
            return "escape" if keeps else ""
        if wrapper.kind == "other" and wrapper.value == "Yield":
            return ""
    if place.statement.kind == "return":
        return "returned"
    stored = place.statement.kind in ("assign", "annassign")
    return "escape" if stored and not place.wrappers[:1] else ""


def yielding(function: Function | None, name: str) -> Statement | None:
    """The statement in which a generator hands a variable out."""
    for statement, expr in yields(function) if function else ():
        if expr is not None and dotted(expr) == tuple(name.split(".")):
            return statement
    return None


def unclosed_return(index: Index, opening: Opening, found: list[Ending], name: str) -> Statement | None:
    """A `return` behind the opening that is reached while the variable's last use was not its end."""
    scope = opening.call.scope
    start = opening.call.expr.span.end
    uses = index.uses(opening.facts.path, scope, name, start)
    done = {ending.ref.span for ending in found}
    for statement in statements_in(opening.place.after):
        before = [ref for ref in uses if ref.span.end <= statement.span.start]
        if statement.kind == "return" and not (before and before[-1].span in done):
            return statement
    return None
