"""Creations that would share one driver's pool to those that rely on a pool of their own, by what they take of it.

A function that holds a connection and runs one that takes another waits for itself on one bounded pool; a connection
that is never given back empties it. https://magicstack.github.io/asyncpg/current/api/index.html#connection-pools
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consolidator.deciding.pool_uses import Use, holding_with
from consolidator.frozen import dataclass
from consolidator.meaning.blocks import statements_in
from consolidator.meaning.shapes import target_of
from consolidator.meaning.world import World
from consolidator.model import Call, Function, Resource, Span
from consolidator.syntax.expressions import dotted

_TAKES = {"acquire", "connection", "getconn", "get_connection"}
_GIVES = {"release", "putconn"}
_LIMIT = 200
"""Functions that are looked into for one region."""


@dataclass(frozen=True, slots=True)
class _User:
    """A function that has a site's pool under a name."""

    site: Resource
    path: str
    function: Function
    name: str
    is_kept: bool = False
    """Whether the pool is bounded already, as a variable keeps it: sharing brings no wait of its own then."""


def relying(world: World, members: Sequence[tuple[Resource, Use]]) -> dict[Resource, tuple[str, str]]:
    """The sites that would wait for each other or empty the pool, each with finding code and reason."""
    users = [user for site, use in members for user in _users(world, site, use)]
    found: dict[Resource, tuple[str, str]] = {}
    for user in users:
        line = next(_kept(world, user), None)
        if line is not None and not user.is_kept:
            found[user.site] = "CE303", f"the connection of {user.path}:{line} is never given back to the pool"
    for user in users:
        for inner, line in _nested(world, user, users):
            if user.is_kept and inner.site is user.site:
                continue
            why = f"{user.path}:{line} holds a connection while {inner.path} takes another of the same pool"
            found |= {site: ("CE302", why) for site in (user.site, inner.site) if site not in found}
    return found


def _users(world: World, site: Resource, use: Use) -> Iterator[_User]:
    function = site.function
    if use.kind == "kept":
        for path, ref in world.refs_to(site.path, site.target):
            inner = world.enclosing_function(path, ref.scope)
            if inner is not None and inner is not function:
                yield _User(site, path, inner, ref.dotted[0], True)
    elif use.kind == "returned" and function is not None:
        for path, call in world.calls_to(site.path, function.qualname):
            caller = world.enclosing_function(path, call.scope)
            if caller is not None:
                yield _User(site, path, caller, target_of(world.facts[path], call.expr.span, call.scope))
    elif function is not None:
        entered = holding_with(function, site.call.expr.span)
        name = entered.items[0][1] if entered is not None else None
        yield _User(site, site.path, function, site.target or name or "")


def _taking(world: World, user: _User) -> Iterator[Call]:
    for call in _calls(world, user.path, user.function):
        names = dotted(call.expr.parts[0]) or ()
        if len(names) == 2 and names[0] == user.name and names[1] in _TAKES:
            yield call


def _calls(world: World, path: str, function: Function) -> list[Call]:
    return [call for call in world.facts[path].calls if call.scope == function.qualname]


def _region(user: _User, call: Call) -> Span | None:
    """The `with` statement that gives a connection back; None where none does."""
    entered = holding_with(user.function, call.expr.span)
    blocks = (s for s in statements_in(user.function.body) if s.kind in ("with", "asyncwith"))
    inside = (s for s in blocks if any(value.span.holds(call.expr.span) for value, _ in s.items))
    found = entered or next(inside, None)
    return found.span if found is not None else None


def _kept(world: World, user: _User) -> Iterator[int]:
    """The lines where a connection is taken that nothing gives back."""
    text = world.facts[user.path].text(user.function.span)
    if any(f".{name}(" in text for name in _GIVES) or "enter_" in text:
        return
    for call in _taking(world, user):
        if _region(user, call) is None:
            yield call.expr.span.line


def _nested(world: World, user: _User, users: Sequence[_User]) -> Iterator[tuple[_User, int]]:
    """Who takes another connection while a function holds one, and the line where it does."""
    for taken in _taking(world, user):
        region = _region(user, taken) or user.function.span
        for call in _calls(world, user.path, user.function):
            if call.expr.span.start <= taken.expr.span.end or not region.holds(call.expr.span):
                continue
            names = dotted(call.expr.parts[0]) or ("",)
            if names[0] == user.name and len(names) > 1 and names[1] not in _GIVES:
                yield user, call.expr.span.line
            reached = _reached(world, user.path, call)
            yield from ((row, call.expr.span.line) for row in users if (row.path, row.function.qualname) in reached)


def _reached(world: World, path: str, call: Call) -> set[tuple[str, str]]:
    """The functions that a call runs, with those that they call."""
    seen: set[tuple[str, str]] = set()
    waiting = [(path, call)]
    while waiting and len(seen) < _LIMIT:
        where, each = waiting.pop()
        names = dotted(each.expr.parts[0])
        origin = world.resolve(where, names, each.scope) if names is not None else None
        if origin is None or origin.kind != "function" or origin.rest or (origin.path, origin.name) in seen:
            continue
        seen.add((origin.path, origin.name))
        function = world.function(origin.path, origin.name)
        if function is not None:
            waiting += [(origin.path, inner) for inner in _calls(world, origin.path, function)]
    return seen
