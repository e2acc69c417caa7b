"""A driver's pool to how its site uses it, where one pool for all can take its place; else why not.

The pool of a function that runs for each call may be shared when nobody but the function, or those whom it returns
the pool to, gets hold of it. A pool that is kept for longer may be shared when nobody closes it.
"""

from __future__ import annotations

import re
from typing import Literal

from consolidator.belonging import is_test_path
from consolidator.deciding.grouping import unit_of
from consolidator.frozen import dataclass
from consolidator.meaning.blocks import refs_in, statements_in
from consolidator.meaning.lifetime import Disposal
from consolidator.meaning.shapes import gives, target_of
from consolidator.meaning.with_blocks import unwrapped
from consolidator.meaning.world import World
from consolidator.model import Call, Expr, Facts, Function, PoolType, Ref, Resource, Span, Statement, naming
from consolidator.regex import lazy
from consolidator.syntax.expressions import dotted

Why = tuple[str, str]
"""A finding code and the reason in words."""
_UNCLEAR = "how long it lives cannot be followed"
_RUNS = {"run_until_complete", "async_to_sync"}
_RUN_IN = {"asyncio", "anyio", "trio", "uvloop"}
_STARTS = lazy(r"^(main|_main|lifespan|startup|shutdown|setup|bootstrap|on_start(up)?|init(_\w+)?|\w+_lifespan)$")
_ROUTES = {"get", "post", "put", "patch", "delete", "head", "options", "route", "api_route", "websocket"}
_ENDS = {"terminate", "expire_connections", "set_connect_args", "resize", "drain", "detach", "check"}


@dataclass(frozen=True, slots=True)
class Use:
    """How a site uses its pool.

    local: in its function alone; returned: by a factory, to its callers; with: as a context manager; kept: in a
    variable of the module, never closed. `endings` are the statements that open or end it, which go.
    """

    kind: Literal["local", "returned", "with", "kept"]
    endings: tuple[Disposal, ...] = ()


def use_of(world: World, site: Resource) -> Use | Why:
    """How the site uses its pool, or why it stays."""
    pool = site.pool
    function = site.function
    if function is None or site.at_import:
        return _at_import(world, site)
    if _is_stored(function, site.call.expr.span) and ("." in site.target or not site.target):
        return "CE208", "it is kept by an object"
    if pool.is_async and not function.is_async:
        return "CE309", "it is made where nothing can be awaited"
    if any(b.kind == "global" and (b.scope, b.target) == (site.scope, site.target) for b in site.facts.bindings):
        return _kept(world, site)
    if _runs_once(function):
        return "CE209", "it is made when a program starts, or whenever something else says so"
    if pool.is_async and _has_short_loops(world, unit_of(world, site.path)):
        return "CE309", "the service makes event loops for single calls, and a pool must be closed before its loop"
    if site.call.role == "with":
        return _entered(site, function)
    if _is_returned(function, site.call.expr.span, site.target):
        return _factory(world, site, function)
    return _assigned(world, site, function)


def _at_import(world: World, site: Resource) -> Use | Why:
    if site.pool.is_async:
        return "CE209", "it is made once, while its module is imported"
    if not site.target or site.scope or "." in site.target or site.call.role != "assigned":
        return "CE309", _UNCLEAR
    return _kept(world, site)


def _kept(world: World, site: Resource) -> Use | Why:
    """A variable of the module: fit to be shared where no line of the service ends it."""
    pool = site.pool
    for _, ref in world.refs_to(site.path, site.target):
        if {*pool.closers, *_ENDS} & set(ref.dotted):
            return "CE208", "it is kept for the whole process, and closed at its end"
    return Use("kept")


def _runs_once(function: Function) -> bool:
    """By its name, or because something else says when it runs: a context manager, a start-up handler."""
    return bool(_STARTS.match(function.name)) or function.is_generator or not all(map(_is_route, function.decorators))


def _is_route(decorator: Expr) -> bool:
    """`@router.get("/users")`: the function runs for each request."""
    names = dotted(decorator.parts[0]) if decorator.kind == "call" else None
    return names is not None and len(names) > 1 and names[-1] in _ROUTES


def _has_short_loops(world: World, unit: str) -> bool:
    """Whether the deployable makes event loops for single calls: a pool must be closed before its loop is."""
    for path, facts in world.facts.items():
        if is_test_path(path) or unit_of(world, path) != unit:
            continue
        for call in facts.some_calls(naming("run", *_RUNS)):
            names = dotted(call.expr.parts[0]) or ("",)
            outer = world.function(path, call.scope)
            runs = names[-1] in _RUNS or (names[-1] == "run" and names[0] in _RUN_IN)
            if runs and outer is not None and not _STARTS.match(outer.name):
                return True
    return False


def _entered(site: Resource, function: Function) -> Use | Why:
    """The first item of a `with`, under a name that is used there alone."""
    statement = holding_with(function, site.call.expr.span)
    if statement is None or statement.items[0][0].span != site.call.expr.span or not statement.items[0][1]:
        return "CE309", _UNCLEAR
    name = statement.items[0][1]
    if unwrapped(site.facts, statement, "") is None:
        return "CE309", "its `with` block cannot be taken apart"
    rebound = [b for b in site.facts.bindings if b.target == name and b.scope == site.scope]
    if len(rebound) != 1 or endings_of(site.facts, function, name, site.pool) != ():
        return "CE309", _UNCLEAR
    return Use("with")


def holding_with(function: Function, created: Span) -> Statement | None:
    """The `with` statement that one of a function's calls is an item of."""
    rows = (s for s in statements_in(function.body) if s.kind in ("with", "asyncwith"))
    return next((s for s in rows if any(value.span == created for value, _ in s.items)), None)


def _is_returned(function: Function, created: Span, target: str) -> bool:
    values = [s.value for s in statements_in(function.body) if s.kind == "return" and s.value is not None]
    return any(gives(value, created) or (target and dotted(value) == (target,)) for value in values)


def _assigned(world: World, site: Resource, function: Function) -> Use | Why:
    facts = site.facts
    kinds = [b.kind for b in facts.bindings if b.target == site.target and b.scope == site.scope]
    if not site.target:
        return "CE309", _UNCLEAR
    endings = endings_of(facts, function, site.target, site.pool)
    if endings is None:
        return (
            "CE309",
            "it is handed on to other code, which may close or keep it, or ended where that cannot be followed",
        )
    if kinds != ["assign"]:
        return "CE309", _UNCLEAR
    return Use("local", endings)


def _is_stored(function: Function, created: Span) -> bool:
    rows = (s for s in statements_in(function.body) if s.kind in ("assign", "annassign") and s.value is not None)
    return any(s.value is not None and gives(s.value, created) for s in rows)


def endings_of(
    facts: Facts, function: Function, name: str, pool: PoolType, returned: bool = False
) -> tuple[Disposal, ...] | None:
    """The statements of a function that open or end what a local variable holds; None where somebody else may.

    With `returned` the function may give the variable back.
    """
    found: list[Disposal] = []
    for ref in refs_in(facts, function.qualname, name):
        if ref.ctx != "load":
            continue
        if ref.dotted == (name,) and not (returned and _stands_in_return(function, ref)):
            return None
        if len(ref.dotted) > 1 and ref.dotted[1] in _ENDS:
            return None
        if len(ref.dotted) > 1 and ref.dotted[1] in (*pool.closers, pool.opener):
            statement = _bare(facts, function, ref, pool)
            if statement is None:
                return None
            found.append(Disposal(facts.path, statement.span))
    return tuple(found)


def _stands_in_return(function: Function, ref: Ref) -> bool:
    rows = (s for s in statements_in(function.body) if s.kind == "return" and s.value is not None)
    return any(s.value is not None and s.value.span == ref.span for s in rows)


def _bare(facts: Facts, function: Function, ref: Ref, pool: PoolType) -> Statement | None:
    """The statement that is nothing but `await pool.close()`."""
    awaits = "await " if ref.dotted[-1] in (*pool.waits, pool.opener) else ""
    wanted = re.compile(rf"{awaits}{re.escape('.'.join(ref.dotted))}\([^()]*\)")
    rows = (s for s in statements_in(function.body) if s.kind == "expr" and s.span.holds(ref.span))
    return next((s for s in rows if wanted.fullmatch(facts.text(s.span))), None)


def _factory(world: World, site: Resource, function: Function) -> Use | Why:
    """A function that returns its pool: every caller must use it as its own."""
    pool = site.pool
    held = "CE309", "a caller keeps its pool, or hands it on"
    if function.scope or (site.target and endings_of(site.facts, function, site.target, pool, True) != ()):
        return held
    calls = [row for row in world.calls_to(site.path, function.qualname) if not is_test_path(row[0])]
    spans = {(path, call.expr.parts[0].span) for path, call in calls}
    named = {(path, ref.span) for path, ref in world.refs_to(site.path, function.name) if not is_test_path(path)}
    if not calls or named - spans:
        return held
    found: list[Disposal] = []
    for path, call in calls:
        rows = _at_caller(world, path, call, pool)
        if rows is None:
            return held
        found += rows
    return Use("returned", tuple(found))


def _at_caller(world: World, path: str, call: Call, pool: PoolType) -> tuple[Disposal, ...] | None:
    facts, function = world.facts[path], world.function(path, call.scope)
    if function is None or _runs_once(function):
        return None
    name = target_of(facts, call.expr.span, call.scope)
    kinds = [b.kind for b in facts.bindings if b.target == name and b.scope == call.scope]
    if kinds != ["assign"] or "." in name:
        return None
    return endings_of(facts, function, name, pool)
