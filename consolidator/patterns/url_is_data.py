"""A URL that is data (a tenant, a customer, a row, an argument with differing callers) is never shared."""

from __future__ import annotations

from consolidator.meaning.sites import CreationSite
from consolidator.meaning.world import World

CODE = "CE205"
ORDER = 60


def reason(site: CreationSite, world: World) -> str | None:
    """Why the URL is not one value for the process."""
    return site.source.data
