"""An engine kept for each URL under a lock is shared already: the form that a run leaves behind, and the one wanted."""

from __future__ import annotations

from consolidator.meaning.lifetime import is_kept
from consolidator.meaning.sites import CreationSite, statements_in
from consolidator.meaning.world import World

CODE = "CE208"
ORDER = 5
REGISTRIES = ("shared_engine", "shared_async_engine")
"""What the shared module of version 0.1 is known by."""


def reason(site: CreationSite, world: World) -> str | None:
    """By the function that asks for what it keeps before it takes a lock, whatever it is called."""
    function = site.function
    if function is None:
        return None
    if function.name in REGISTRIES and function.params:
        return "it is the shared module"
    if not is_kept(site.facts, function):
        return None
    heads = [expr for statement in statements_in(function.body) for expr, _ in statement.items]
    if any("lock" in site.facts.text(expr.span).lower() for expr in heads):
        return "it is kept for the whole process, made under a lock"
    return None
