"""An engine that is disposed of in a way that is not understood may be closed for everybody once it is shared."""

from __future__ import annotations

from consolidator.meaning.disposals import found_disposals
from consolidator.meaning.world import World
from consolidator.model import Resource

CODE = "CE309"
ORDER = 1100
KINDS = ("engine",)


def reason(site: Resource, world: World) -> str | None:
    """Whether a disposal of it cannot be followed."""
    return "how long it lives cannot be followed" if found_disposals(world, site) is None else None
