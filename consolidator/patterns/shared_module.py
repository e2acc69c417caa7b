"""The shared module itself is where the one engine is made: a second run leaves it alone."""

from __future__ import annotations

from consolidator.meaning.sites import CreationSite
from consolidator.meaning.world import World

CODE = "CE208"
ORDER = 5
REGISTRIES = ("shared_engine", "shared_async_engine")


def reason(site: CreationSite, world: World) -> str | None:
    """By the registry functions that every generated module has."""
    if site.function is not None and site.function.name in REGISTRIES and site.function.params:
        return "it is the shared module"
    return None
