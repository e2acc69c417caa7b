"""A library function that takes `engine=None` and makes one only where nobody gave one is left to its callers."""

from __future__ import annotations

from consolidator.planning.sites import CreationSite
from consolidator.planning.world import World

CODE = "CE216"
ORDER = 110


def reason(site: CreationSite, world: World) -> str | None:
    """Whether the engine is a parameter of the function that would create it."""
    if site.function is None:
        return None
    for param in site.function.params:
        absent = param.default is not None and param.default.value is None and param.default.kind == "const"
        if absent and site.target.split(".")[-1].lstrip("_") == param.name:
            return f"callers may pass their own `{param.name}`"
    return None
