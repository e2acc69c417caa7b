"""The shared module itself is where the one engine is made: a second run leaves it alone."""

from __future__ import annotations

from consolidator.meaning.sites import CreationSite
from consolidator.meaning.world import World
from consolidator.model import Facts

CODE = "CE208"
ORDER = 5


def is_shared_module(facts: Facts) -> bool:
    """Whether a file is a generated module: it keeps engines in a dictionary and knows what a forked process does."""
    kept = {row.target for row in facts.bindings if row.scope == "" and row.target.endswith("_engines")}
    return bool(kept) and any(function.name == "_after_fork_in_child" for function in facts.functions)


def reason(site: CreationSite, world: World) -> str | None:
    """By what every generated module has."""
    return "it is the shared module" if is_shared_module(site.facts) else None
