"""Sites to groups that can share one engine, and the sites for which sharing brings nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

from consolidator.deciding.gain import Tally
from consolidator.deciding.homes import find_home
from consolidator.deciding.merging import computed_sizes, signature, travelling
from consolidator.deciding.sizing import lacks_sizes
from consolidator.frozen import dataclass, replace
from consolidator.meaning.lifetime import disposals, is_cached, is_configured
from consolidator.meaning.world import World
from consolidator.model import Resource, Source

Way = Literal["home", "place", "module", "size"]
"""How a group shares: it takes what its home has made, keeps its engines where they are made, or gets a new module.

A home that gets sizes from the settings is a group of its own.
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Sites of one deployable that mean one database, with the same driver family and the same lasting options.

    `sites` are those that change, `home` the one whose engine they take, which stays as it is but for its sizes.
    """

    unit: str
    is_async: bool
    source: Source
    sites: tuple[Resource, ...]
    way: Way = "module"
    home: Resource | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A site that stays as it is: finding code and reason in words."""

    site: Resource
    code: str
    reason: str


def unit_of(world: World, path: str) -> str:
    """The deployable that a file belongs to: the innermost import root that it uses and lies under."""
    return world.modules.root_of(path) or ""


def group_sites(
    world: World,
    sites: Iterable[Resource],
    tally: Tally,
    apart: frozenset[Resource] = frozenset(),
    joined: frozenset[str] = frozenset(),
    fixed: frozenset[Resource] = frozenset(),
    is_sized: bool = False,
) -> tuple[tuple[Group, ...], tuple[Held, ...]]:
    """Groups worth consolidating and the sites held back, both in source order.

    Sites `apart` belong to a class that becomes one shared client: they are never bounded in place, nor are those of
    the deployables `joined`, which have a shared module already. Sites `fixed` never change, but may be the home.
    Where sizes are asked for (`is_sized`), an engine that is made once gets them where it stands.
    """
    buckets: dict[tuple[str, bool, str, object], list[Resource]] = defaultdict(list)
    for site in sites:
        lasting = signature(site, travelling(site))
        buckets[unit_of(world, site.path), site.is_async, site.source.key, lasting].append(site)
    groups: list[Group] = []
    held: list[Held] = []
    for (unit, _, _, _), members in buckets.items():
        home = find_home(world, members, tally)
        gaining = with_neighbours(tally.gaining(members), members)
        shared = _without_own_pools(gaining, tally) if home is None else gaining
        own = frozenset(gaining) - frozenset(shared)
        gaining = shared
        moved = apart | (frozenset(gaining) if unit in joined else frozenset())
        if gaining and _way(tally, gaining, home, moved) != "place":
            gaining = tuple(s for s in members if s in gaining or (tally.starts_with(s) and _is_left_open(s)))
        sized = _sized(tally, members, home, fixed) if is_sized else None
        if sized is not None:
            groups.append(Group(unit, sized.is_async, sized.source, (sized,), "size", sized))
        if home is None and members[0].source.dialect == "sqlite":
            held += [Held(site, "CE209", _OF_A_FILE) for site in gaining if site not in fixed]
            held += [Held(s, *_alone(s, tally, s in own)) for s in members if s not in {*gaining, *fixed, sized}]
            continue
        change = tuple(s for s in gaining if s is not home and s not in fixed and world.scope.holds(s.path))
        held += [Held(s, *_alone(s, tally, s in own)) for s in members if s not in {*gaining, *fixed, home, sized}]
        if home is not None and not change and home not in fixed and sized is None:
            held.append(Held(home, *_alone(home, tally, False)))
        if change:
            way = _way(tally, change, home, apart | (frozenset(change) if unit in joined else frozenset()))
            groups.append(Group(unit, change[0].is_async, change[0].source, change, way, home))
    return _gathered(groups), tuple(held)


_OF_A_FILE = "its database is a file, so that no server has fewer connections to serve with one engine"


def _gathered(groups: Sequence[Group]) -> tuple[Group, ...]:
    """The groups, where a deployable gets a module anyway with its other databases in it as well.

    Sizes are read there then, also those of a home.
    """
    units = {group.unit for group in groups if group.way == "module"}
    moved = {group.home: group.sites for group in groups if group.way == "home" and group.unit in units}
    out = []
    for group in groups:
        is_moved = group.unit in units and group.way == "size"
        if is_moved or (group.way == "place" and group.unit in units):
            group = replace(group, sites=(*group.sites, *moved.get(group.home, ())), way="module", home=None)
        out.append(group)
    sized = {site for group in out if group.way == "module" for site in group.sites}
    return tuple(group for group in out if group.way != "home" or group.home not in sized)


def _sized(
    tally: Tally, members: Sequence[Resource], home: Resource | None, fixed: frozenset[Resource]
) -> Resource | None:
    """The engine that gets the sizes asked for: the home, else the one that a process which serves makes once."""
    kept = [site for site in members if (site.at_import or is_cached(site)) and tally.served(site)]
    site = home or (kept[0] if len(kept) == 1 else None)
    if site is None or site in fixed or site.source.dialect == "sqlite":
        return None
    return site if lacks_sizes(site) else None


def with_neighbours(gaining: Sequence[Resource], members: Sequence[Resource]) -> tuple[Resource, ...]:
    """The sites that change, with those in functions beside them that nobody is seen to call."""
    paths = {site.path for site in gaining if not site.at_import}
    return tuple(s for s in members if s in gaining or (s.path in paths and not s.at_import))


def _without_own_pools(sites: Sequence[Resource], tally: Tally) -> tuple[Resource, ...]:
    """The sites without those that are made once with sizes which a deployment sets for them and no other has.

    Shared, the sizes would hold for the others as well, which may wait for each other on a smaller pool.
    """
    sizes = {site: frozenset((key, site.text(value)) for key, value in computed_sizes(site)) for site in sites}
    if len(set(sizes.values())) == 1:
        return tuple(sites)
    return tuple(site for site in sites if not sizes[site] or not tally.is_made_once(site))


def _is_left_open(site: Resource) -> bool:
    """Whether a function makes its engine, uses it and never disposes of it: it may as well take the home's."""
    if site.function is None or not site.target or "." in site.target:
        return False
    return disposals(site.facts, site.scope, site.target, site.function.body) == ()


def _way(tally: Tally, sites: Sequence[Resource], home: Resource | None, apart: frozenset[Resource]) -> Way:
    if home is not None:
        return "home"
    is_one_file = len({site.path for site in sites}) == 1
    if is_one_file and not any(tally.reruns(site.path) for site in sites) and not apart & set(sites):
        return "place"
    return "module"


def _alone(site: Resource, tally: Tally, has_own_pool: bool) -> tuple[str, str]:
    """Why a site of which no process gains, or one with a pool sized for itself, stays as it is."""
    if has_own_pool:
        return "CE208", "it is made once, with sizes that a deployment sets for it and that others would have to share"
    if tally.served(site) and is_cached(site) and is_configured(site):
        return "CE208", "it is kept for the whole process and its pool is configured"
    return tally.alone(site)
