"""A URL that is data (a tenant, a customer, a row, an argument with differing callers) is never shared."""

from __future__ import annotations

from consolidator.meaning.world import World
from consolidator.model import Resource

CODE = "CE205"
ORDER = 60
KINDS = ("engine", "driver pool")


def reason(site: Resource, world: World) -> str | None:
    """Why the URL is not one value for the process."""
    return site.source.data
