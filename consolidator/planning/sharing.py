"""Groups in; what is opened on the engines that they will share out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from consolidator.deciding.gain import Tally
from consolidator.deciding.grouping import Group
from consolidator.hazards._scene import Scene
from consolidator.hazards._value import SiteId
from consolidator.meaning.world import World
from consolidator.model import Resource


def scene_of(world: World, groups: Iterable[Group], engines: Sequence[Resource], tally: Tally) -> Scene:
    """What the hazards of sharing are asked about, before it is decided; `engines` are all, those that stay as well."""
    shared = dict.fromkeys(site for group in _changing(groups) for site in _members(group))
    return Scene(world, list(shared), engines, tally.reached(), ())


def group_of(groups: Iterable[Group]) -> Mapping[SiteId, Group]:
    """The group of each site that will share, homes included."""
    return {id_of(site): group for group in _changing(groups) for site in _members(group)}


def id_of(site: Resource) -> SiteId:
    """The site as hazards name it."""
    return site.path, site.call.expr.span.start


def _changing(groups: Iterable[Group]) -> list[Group]:
    return [group for group in groups if group.way != "size"]


def _members(group: Group) -> tuple[Resource, ...]:
    return (*group.sites, *([group.home] if group.home else []))
