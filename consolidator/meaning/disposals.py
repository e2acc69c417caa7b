"""A site to the statements that dispose of its engine outside a shutdown, in its own function or at its callers."""

from __future__ import annotations

from consolidator.belonging import is_test_path
from consolidator.meaning.lifetime import Disposal, disposals
from consolidator.meaning.world import World
from consolidator.model import Expr, Facts, Resource, Span, touching
from consolidator.syntax.expressions import dotted


def found_disposals(world: World, site: Resource) -> tuple[Disposal, ...] | None:
    """What disposes this site's engine outside a shutdown; None where that is not understood."""
    if site.function is None:
        return _at_module_level(site)
    found: list[Disposal] = []
    if site.target:
        own = _held_by(world, site.facts, site)
        if own is None:
            return None
        found += own
    if _returns_engine(site):
        for path, call in world.calls_to(site.path, site.function.qualname):
            if is_test_path(path):
                continue
            rows = _at_caller(world, path, call.expr.span)
            if rows is None or (rows and not world.scope.holds(path)):
                return None
            found += rows
    return tuple(found)


def _at_module_level(site: Resource) -> tuple[Disposal, ...]:
    """`atexit.register(engine.dispose)` and its like beside a module's engine."""
    if not site.target or "." in site.target:
        return ()
    rows = disposals(site.facts, "", site.target, site.facts.body) or ()
    return tuple(row for row in rows if any(row.statement == s.span for s in site.facts.body))


def _held_by(world: World, facts: Facts, site: Resource) -> tuple[Disposal, ...] | None:
    assert site.function is not None
    if not site.target.startswith(("self.", "cls.")):
        return disposals(facts, site.function.qualname, site.target, site.function.body)
    class_ = world.enclosing_class(site.path, site.scope)
    found: list[Disposal] = []
    for method in facts.functions:
        if class_ is not None and method.scope == class_.qualname:
            rows = disposals(facts, method.qualname, site.target, method.body)
            if rows is None:
                return None
            found += rows
    return tuple(found)


def _returns_engine(site: Resource) -> bool:
    if site.call.role == "returned":
        return True
    assert site.function is not None
    stack = list(site.function.body)
    while stack:
        statement = stack.pop()
        if statement.kind == "return" and statement.value is not None and dotted(statement.value) == (site.target,):
            return True
        stack += [*statement.body, *statement.orelse, *statement.finalbody]
        stack += [inner for handler in statement.handlers for inner in handler.body]
    return False


def _at_caller(world: World, path: str, span: Span) -> tuple[Disposal, ...] | None:
    """Disposals of a variable that holds what a factory returned."""
    facts = world.facts[path]
    for binding in facts.some_bindings(touching(span)):
        if binding.value is None or span not in (binding.value.span, *_awaited(binding.value)):
            continue
        function = world.function(path, binding.scope)
        if function is None:
            return ()
        return disposals(facts, binding.scope, binding.target, function.body)
    return ()


def _awaited(value: Expr) -> tuple[Span, ...]:
    return (value.parts[0].span,) if value.kind == "await" else ()
