"""Which functions of the repository open a connection of a shared engine, themselves or through what they call."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from consolidator.frozen import dataclass
from consolidator.hazards._blocks import Place, body_of, place_of, walk
from consolidator.hazards._endings import use_of
from consolidator.hazards._openings import Opening
from consolidator.hazards._values import Values
from consolidator.meaning.shapes import argument
from consolidator.meaning.standing import last_name
from consolidator.meaning.world import World
from consolidator.model import Expr, Function, Param, Span
from consolidator.regex import lazy

FunctionId = tuple[str, str]
"""A function as (path, qualified name)."""

_LATER = {
    "create_task", "ensure_future", "add_task", "submit", "start_soon", "spawn", "Thread", "Process", "delay",
    "apply_async", "send", "enqueue", "call_soon", "call_later", "run_coroutine_threadsafe", "partial", "add_job",
}  # fmt: skip
"""What only starts, or remembers, the work that it is given."""
_LOOPS = {"list", "tuple", "set", "dict", "next", "anext", "sorted", "sum", "any", "all", "join", "enter_context"}
_ENTERED = {"for", "asyncfor", "with", "asyncwith"}
_GIVEN = lazy(r"session|conn|engine|\bdb\b|\btx\b|transaction", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reached:
    """An opening that a call of a function runs into.

    Not where the caller passes `spared_by` ("" for no such parameter), and only where it passes all of `needs`.
    """

    opening: Opening
    spared_by: str = ""
    needs: frozenset[str] = frozenset()


def openers(world: World, values: Values, openings: tuple[Opening, ...]) -> Mapping[FunctionId, tuple[Reached, ...]]:
    """By function, the openings that a call of it may run into."""
    found: dict[FunctionId, list[Reached]] = defaultdict(list)
    queue = [(o.facts.path, o.function, _reached(o)) for o in openings if o.function and happens(o)]
    while queue:
        path, function, row = queue.pop()
        known = found[path, function.qualname]
        if any(_covers(other, row) for other in known):
            continue
        known.append(row)
        for where, call in values.callers(path, function):
            caller = world.function(where, call.scope)
            place = place_of(body_of(world, world.facts[where], call.scope), call.expr.span)
            if caller is not None and place and runs_into(row, function, call.expr) and runs_now(place, function):
                queue.append((where, caller, Reached(row.opening, needs=_needs(caller, place, call.expr.span))))
    return {key: tuple(rows) for key, rows in found.items()}


def _reached(opening: Opening) -> Reached:
    assert opening.function is not None
    needs = _needs(opening.function, opening.place, opening.call.expr.span)
    return Reached(opening, spared_by(opening), needs)


def _covers(known: Reached, row: Reached) -> bool:
    same = known.opening.value.sites == row.opening.value.sites
    return same and known.spared_by in ("", row.spared_by) and known.needs <= row.needs


def happens(opening: Opening) -> bool:
    """Whether the opening takes place where it stands, rather than at whoever gets it."""
    use = use_of(opening)
    return use.kind not in ("returned", "yielded") and (not opening.value.entered or use.kind == "managed")


def spared_by(opening: Opening) -> str:
    """The parameter that a caller passes to do without this opening: its own session, connection or engine."""
    params = opening.function.params if opening.function else ()
    use = use_of(opening)
    tests = [s.value for s in opening.place.statements if s.kind == "if" and s.value is not None]
    tests += [w for w in opening.place.wrappers if w.kind in ("or", "and", "ifexp")]
    named = {str(expr.value) for test in tests for expr in walk(test) if expr.kind == "name"}
    for param in params:
        given = _GIVEN.search(param.name) or _GIVEN.search(param.annotation or "")
        if given and (param.name == use.name or param.name in named or (tests and _is_optional(param))):
            return param.name
    return ""


def _needs(function: Function, place: Place, span: Span) -> frozenset[str]:
    """Optional parameters without which a place is not reached: it stands below `if user_id and team_id:`."""
    optional = {param.name for param in function.params if _is_optional(param)}
    tests = [s.value for s in place.statements if s.kind == "if" and any(inner.span.holds(span) for inner in s.body)]
    parts = [part for test in tests if test for part in (test.parts if test.kind == "and" else (test,))]
    return frozenset(str(part.value) for part in parts if part.kind == "name" and part.value in optional)


def _is_optional(param: Param) -> bool:
    return param.default is not None and param.default.kind == "const" and not param.default.value


def runs_into(row: Reached, function: Function, call: Expr) -> bool:
    """Whether a call passes nothing that would spare it the opening, and all that leads there."""
    if row.spared_by and _passes(call, function, row.spared_by):
        return False
    return all(_passes(call, function, name) for name in row.needs)


def _passes(call: Expr, function: Function, name: str) -> bool:
    given = argument(call, function, name)
    hidden = any(key is None for key, _ in call.keywords)
    return hidden or (given is not None and not (given.kind == "const" and given.value is None))


def runs_now(place: Place, function: Function | None = None) -> bool:
    """Whether a call does its work where it stands, rather than handing it to a task, a thread or a queue.

    A generator function does nothing before somebody loops over what it returns.
    """
    around = {last_name(wrapper) for wrapper in place.wrappers if wrapper.kind == "call"}
    kinds = {wrapper.value for wrapper in place.wrappers if wrapper.kind == "other"}
    if "Lambda" in kinds or around & _LATER:
        return False
    if function is None or not function.is_generator:
        return True
    return bool(around & _LOOPS or "YieldFrom" in kinds or place.statement.kind in _ENTERED)
