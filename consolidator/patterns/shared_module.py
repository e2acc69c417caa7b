"""An engine kept for each URL under a lock is shared already: the form that a run leaves behind, and the one wanted."""

from __future__ import annotations

from consolidator.meaning.blocks import statements_in
from consolidator.meaning.lifetime import is_kept, set_by_default
from consolidator.meaning.world import World
from consolidator.model import Facts, Resource, only

CODE = "CE208"
ORDER = 5
KINDS = ("engine", "driver pool")


def is_shared_module(facts: Facts) -> bool:
    """Whether a file is a generated module: it keeps engines in a dictionary and knows what a forked process does."""
    kept = {row.target for row in facts.some_bindings(only("")) if row.scope == "" and row.target.endswith("_engines")}
    return bool(kept) and any(function.name == "_after_fork_in_child" for function in facts.functions)


def is_pool_module(site: Resource) -> bool:
    """Whether it is a driver's own pool in the module that was generated for it."""
    names = {function.name for function in site.facts.functions}
    is_generated = "_after_fork_in_child" in names and any(name.startswith("init_") for name in names)
    return site.kind == "driver pool" and is_generated


def reason(site: Resource, world: World) -> str | None:
    """By what every generated module has, or by a function that asks for what it keeps before it takes a lock.

    `setdefault` needs none: of several engines it keeps the first, and the others open no connection.
    """
    if is_shared_module(site.facts):
        return "it is the shared module"
    if is_pool_module(site):
        return "it is the shared pool"
    function = site.function
    if function is None or not is_kept(site.facts, function):
        return None
    heads = [expr for statement in statements_in(function.body) for expr, _ in statement.items]
    if any("lock" in site.facts.text(expr.span).lower() for expr in heads):
        return "it is kept for the whole process, made under a lock"
    if any(set_by_default(statement) for statement in statements_in(function.body)):
        return "it is kept for the whole process"
    return None
