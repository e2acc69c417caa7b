"""Sites to groups that can share one engine, and the sites for which sharing brings nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from consolidator.deciding.gain import Tally
from consolidator.deciding.homes import find_home
from consolidator.deciding.merging import signature, travelling
from consolidator.meaning.lifetime import is_cached, is_configured
from consolidator.meaning.sites import CreationSite
from consolidator.meaning.sources import Source
from consolidator.meaning.world import World

Way = Literal["home", "place", "module"]
"""How a group shares: it takes what its home has made, keeps its engines where they are made, or gets a new module."""


@dataclass(frozen=True, slots=True)
class Group:
    """Sites of one deployable that mean one database, with the same driver family and the same lasting options.

    `sites` are those that change, `home` the one whose engine they take, which stays as it is.
    """

    unit: str
    is_async: bool
    source: Source
    sites: tuple[CreationSite, ...]
    way: Way = "module"
    home: CreationSite | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A site that stays as it is: finding code and reason in words."""

    site: CreationSite
    code: str
    reason: str


def unit_of(world: World, path: str) -> str:
    """The deployable that a file belongs to: the innermost import root that it uses and lies under."""
    return world.modules.root_of(path) or ""


def group_sites(
    world: World,
    sites: Iterable[CreationSite],
    tally: Tally,
    apart: frozenset[CreationSite] = frozenset(),
    joined: frozenset[str] = frozenset(),
    fixed: frozenset[CreationSite] = frozenset(),
    is_sized: bool = False,
) -> tuple[tuple[Group, ...], tuple[Held, ...]]:
    """Groups worth consolidating and the sites held back, both in source order.

    Sites `apart` belong to a class that becomes one shared client: they are never bounded in place, nor are those of
    the deployables `joined`, which have a shared module already. Sites `fixed` never change, but may be the home.
    Where sizes are asked for (`is_sized`), a home gets them as well, through a module that reads the settings.
    """
    buckets: dict[tuple[str, bool, str, object], list[CreationSite]] = defaultdict(list)
    for site in sites:
        lasting = signature(site, travelling(site))
        buckets[unit_of(world, site.path), site.is_async, site.source.key, lasting].append(site)
    groups: list[Group] = []
    held: list[Held] = []
    for (unit, _, _, _), members in buckets.items():
        home = find_home(world, members, tally)
        gaining = _with_neighbours(tally.gaining(members), members)
        if is_sized and home is not None and home not in fixed:
            everyone = dict.fromkeys([home, *gaining])
            groups.append(Group(unit, home.is_async, home.source, tuple(everyone), "module"))
            held += [Held(site, *_alone(site, tally)) for site in members if site not in {*everyone, *fixed}]
            continue
        change = tuple(s for s in gaining if s is not home and s not in fixed and world.scope.holds(s.path))
        held += [Held(site, *_alone(site, tally)) for site in members if site not in {*gaining, *fixed, home}]
        if home is not None and not change and home not in fixed:
            held.append(Held(home, *_alone(home, tally)))
        if change:
            way = _way(tally, change, home, apart | (frozenset(change) if unit in joined else frozenset()))
            groups.append(Group(unit, change[0].is_async, change[0].source, change, way, home))
    return _gathered(groups), tuple(held)


def _gathered(groups: Sequence[Group]) -> tuple[Group, ...]:
    """The groups, where a deployable gets a module anyway with its other databases in it as well."""
    units = {group.unit for group in groups if group.way == "module"}
    return tuple(replace(g, way="module") if g.way == "place" and g.unit in units else g for g in groups)


def _with_neighbours(gaining: Sequence[CreationSite], members: Sequence[CreationSite]) -> tuple[CreationSite, ...]:
    """The sites that change, with those in functions beside them that nobody is seen to call."""
    paths = {site.path for site in gaining if not site.at_import}
    return tuple(s for s in members if s in gaining or (s.path in paths and not s.at_import))


def _way(tally: Tally, sites: Sequence[CreationSite], home: CreationSite | None, apart: frozenset[CreationSite]) -> Way:
    if home is not None:
        return "home"
    is_one_file = len({site.path for site in sites}) == 1
    if is_one_file and not any(tally.reruns(site.path) for site in sites) and not apart & set(sites):
        return "place"
    return "module"


def _alone(site: CreationSite, tally: Tally) -> tuple[str, str]:
    """Why a site of which no process gains stays as it is."""
    if tally.served(site) and is_cached(site) and is_configured(site):
        return "CE208", "it is kept for the whole process and its pool is configured"
    return tally.alone(site)
