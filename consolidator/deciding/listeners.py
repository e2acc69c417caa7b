"""Event listeners belong to an engine: registered again and again on a shared one, they fire as often.

https://docs.sqlalchemy.org/en/20/core/event.html
"""

from __future__ import annotations

from consolidator.deciding.grouping import Group
from consolidator.meaning.world import World
from consolidator.model import Resource, inside
from consolidator.syntax.expressions import dotted

_LISTEN = {"sqlalchemy.event.listen", "sqlalchemy.event.listens_for", "sqlalchemy.event.api.listens_for"}


def listener_conflict(world: World, group: Group, site: Resource) -> tuple[str, str] | None:
    """Why a site's listeners keep it from sharing; None where it has none, or has them once."""
    if not _listens(world, site):
        return None
    if site.at_import and len(group.sites) == 1 and group.way != "home":
        return None
    return "CE306", "it registers event listeners on its engine"


def _listens(world: World, site: Resource) -> bool:
    names = (site.target, f"{site.target}.sync_engine")
    for call in site.facts.some_calls(inside(site.scope, site.target.partition(".")[0])):
        function = dotted(call.expr.parts[0])
        if function is None or len(call.expr.parts) < 2 or not call.scope.startswith(site.scope):
            continue
        if ".".join(dotted(call.expr.parts[1]) or ()) not in names:
            continue
        origin = world.resolve(site.path, function, call.scope)
        if origin.kind == "external" and origin.qualified in _LISTEN:
            return True
    return False
