"""A library function that takes `engine=None` and makes one only where nobody gave one is left to its callers."""

from __future__ import annotations

from consolidator.meaning.world import World
from consolidator.model import Resource, only

CODE = "CE216"
ORDER = 110
KINDS = ("engine", "driver pool")


def reason(site: Resource, world: World) -> str | None:
    """Whether the engine is a parameter of the function that would create it."""
    if site.function is None:
        return None
    names = {target.split(".")[-1].lstrip("_") for target in _targets(site)}
    for param in site.function.params:
        absent = param.default is not None and param.default.value is None and param.default.kind == "const"
        if absent and param.name in names:
            return f"callers may pass their own `{param.name}`"
    return None


def _targets(site: Resource) -> set[str]:
    """What the engine is assigned to, also by `engine = engine or create_engine(...)`."""
    rows = [b for b in site.facts.some_bindings(only(site.scope)) if b.scope == site.scope and b.value is not None]
    return {b.target for b in rows if b.value and b.value.span.holds(site.call.expr.span)}
