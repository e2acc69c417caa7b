"""The names by which a module hands its engine on: the engine, session factories, dependencies."""

from __future__ import annotations

from functools import lru_cache

from consolidator.meaning.blocks import statements_in
from consolidator.meaning.world import World
from consolidator.model import Expr, Facts, Function, Statement, inside, only
from consolidator.syntax.expressions import dotted

_SESSIONS = {"Session", "AsyncSession", "sessionmaker", "async_sessionmaker", "scoped_session"}
_CREATORS = ("create_engine", "create_async_engine", "shared_engine", "shared_async_engine")


def derived_names(world: World, path: str) -> frozenset[str]:
    """Module-level variables and functions of a file through which others reach an engine made in it."""
    return _derived(world.facts[path])


@lru_cache(maxsize=256)
def _derived(facts: Facts) -> frozenset[str]:
    known: set[str] = set(_CREATORS)
    while True:
        fresh = {
            b.target for b in facts.some_bindings(only("")) if b.scope == "" and b.value and _mentions(b.value, known)
        }
        fresh |= {c.name for c in facts.classes if not c.scope and _has_engine(facts, c.qualname, known)}
        fresh |= {f.name for f in facts.functions if not f.scope and _hands_on(facts, f, known)}
        if fresh <= known:
            return frozenset(known - set(_CREATORS))
        known |= fresh


def _has_engine(facts: Facts, owner: str, known: set[str]) -> bool:
    """A class that keeps the engine in an attribute of its objects."""
    within = facts.some_bindings(inside(owner, "self"))
    own = [b for b in within if b.scope.startswith(f"{owner}.") and b.target.startswith("self.")]
    return any(b.value is not None and _mentions(b.value, known) for b in own)


def _hands_on(facts: Facts, function: Function, known: set[str]) -> bool:
    """A function that returns or yields something made of the engine."""
    local = set(known)
    for statement in statements_in(function.body):
        if statement.value is not None and _mentions(statement.value, local):
            local |= set(statement.targets)
        local |= {bound for expr, bound in statement.items if bound and _mentions(expr, local)}
    return any(_gives(statement, local) for statement in statements_in(function.body))


def _gives(statement: Statement, local: set[str]) -> bool:
    value = statement.value
    if value is None or statement.kind not in ("return", "expr"):
        return False
    if statement.kind == "expr":
        if value.kind != "other" or value.value not in ("Yield", "YieldFrom"):
            return False
        value = value.parts[0] if value.parts else value
    head = value.parts[0] if value.kind == "call" else value
    names = dotted(head)
    if names is not None and names[-1] in _SESSIONS and any(_mentions(part, local) for part in _arguments(value)):
        return True
    return names is not None and names[0] in local


def _arguments(call: Expr) -> tuple[Expr, ...]:
    return (*call.parts[1:], *(value for _, value in call.keywords))


def _mentions(expr: Expr, names: set[str]) -> bool:
    if expr.kind == "name" and expr.value in names:
        return True
    if expr.kind == "attr" and expr.value in _CREATORS:
        return True
    return any(_mentions(part, names) for part in (*expr.parts, *(value for _, value in expr.keywords)))
