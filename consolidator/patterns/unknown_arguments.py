"""A driver's pool whose arguments only a run knows, or only the call, can be made at no other place."""

from __future__ import annotations

from consolidator.meaning.sources import Follower
from consolidator.meaning.world import World
from consolidator.model import Resource

CODE = "CE212"
ORDER = 120
KINDS = ("driver pool",)


def reason(site: Resource, world: World) -> str | None:
    """By `*` and `**` among the arguments, and by options that are data."""
    spread = any(value.value == "Starred" for value in site.call.expr.parts[1:])
    if spread or any(key is None for key, _ in site.call.expr.keywords):
        return "some of its arguments are only known at run time"
    follower = Follower(world)
    if any(follower.follow(site.path, value, site.scope).data is not None for _, value in site.options):
        return "some of its options depend on the call"
    return None
