"""Groups to those that can be carried out: without the sites that cannot import what they would share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from consolidator.deciding.forking import Forking
from consolidator.deciding.gain import Tally
from consolidator.deciding.grouping import Group, Held, group_sites, unit_of
from consolidator.deciding.listeners import listener_conflict
from consolidator.deciding.loops import other_loop
from consolidator.deciding.placing import existing_module
from consolidator.deciding.pool_modules import PoolModule, pool_modules
from consolidator.editing.adoption import unadoptable
from consolidator.editing.bounding import unboundable
from consolidator.editing.conversion import can_move_options, missing_in
from consolidator.editing.forking import unforkable
from consolidator.frozen import dataclass, field
from consolidator.meaning.importing import import_form
from consolidator.meaning.world import World
from consolidator.model import Options, Resource
from consolidator.planning.ignoring import heeded
from consolidator.planning.reporting import REVIEW
from consolidator.planning.shared_modules import shared_path

Reasons = dict[Resource, tuple[str, str]]
"""Finding code and reason in words, by site."""

_ROUNDS = 5


@dataclass(slots=True)
class Settled:
    """Groups and drivers' pools that can be carried out, sites that stay, and what a reviewer answers for of sites."""

    groups: tuple[Group, ...] = ()
    pools: tuple[PoolModule, ...] = ()
    held: list[Held] = field(default_factory=list)
    assumed: Reasons = field(default_factory=dict)


def settle(
    world: World,
    engines: Sequence[Resource],
    pools: Sequence[Resource],
    tally: Tally,
    apart: frozenset[Resource],
    fixed: frozenset[Resource],
    options: Options,
) -> Settled:
    """Group what may be shared, take out what meets an obstacle and group the rest anew, until nothing meets one."""
    settled = Settled()
    inner = [site for site in pools if world.scope.holds(site.path)]
    settled.pools, staying, assumed = pool_modules(world, inner, tally, fixed, options.include_review)
    settled.assumed |= assumed
    settled.held += [Held(row.site, *heeded(row.site, (row.code, row.reason))) for row in staying]
    left, homes = list(engines), frozenset(site for site in fixed if site.kind == "engine")
    is_sized = bool(options.pool.explicit) or options.size_home or options.pool.wait_warning is not None
    units = {unit_of(world, site.path) for site in engines}
    joined = frozenset(unit for unit in units if existing_module(world, unit) is not None)
    for _ in range(_ROUNDS):
        groups, alone = group_sites(world, [*left, *homes], tally, apart, joined, homes, is_sized)
        reasons = _reasons(world, groups, tally, options)
        asked = {s: why for s, why in reasons.items() if options.include_review and why[0].startswith(REVIEW)}
        settled.assumed |= asked
        stopped = {site: why for site, why in reasons.items() if site not in asked}
        if not stopped:
            settled.groups = groups
            settled.held += alone
            return settled
        settled.held += [Held(site, *why) for site, why in stopped.items()]
        left = [site for site in left if site not in stopped]
    settled.held += [Held(site, "CE211", "what it would share changed with each look") for site in left]
    return settled


def _reasons(world: World, groups: Sequence[Group], tally: Tally, options: Options) -> Reasons:
    found: Reasons = {}
    forking = Forking.of(tally.processes, world.survey.texts)
    for group in groups:
        if group.way in ("module", "size"):
            continue
        for site in group.sites:
            why = _kept_in_place(world, group, site, forking) or other_loop(world, group, site, tally)
            if why is not None:
                found[site] = why
    found |= _of_modules(world, groups, tally, options)
    return {site: heeded(site, why) for site, why in found.items()}


def _kept_in_place(world: World, group: Group, site: Resource, forking: Forking) -> tuple[str, str] | None:
    if group.way == "place":
        return unboundable(world, group) or listener_conflict(world, group, site)
    assert group.home is not None
    form = import_form(world, site.path, group.home.path)
    if forking.reaches(site.path) and unforkable(group.home):
        return "CE220", f"its process forks, and how {group.home.path} keeps its engine cannot be followed"
    return unadoptable(world, group, site, form) or listener_conflict(world, group, site)


def _of_modules(world: World, groups: Sequence[Group], tally: Tally, options: Options) -> Reasons:
    found: Reasons = {}
    rows = [group for group in groups if group.way == "module"]
    for unit in sorted({group.unit for group in rows}):
        members = [group for group in rows if group.unit == unit]
        path = shared_path(world, unit, members, options)
        name = _one_name(world, members, path)
        for group in members:
            can_move = _asked_once(world, group, path)
            for site in group.sites:
                why = _obstacle(world, group, site, path, name, can_move) or other_loop(world, group, site, tally)
                if why is not None:
                    found[site] = why
    return found


def _one_name(world: World, groups: Iterable[Group], path: str) -> str | None:
    """The name by which most sites import the shared module: under two names it would be two modules, two engines."""
    forms = [world.modules.import_name(site.path, path) for group in groups for site in group.sites]
    absolute = Counter(form for form in forms if form is not None and not form.startswith("."))
    return max(absolute, key=lambda form: (absolute[form], form), default=None)


def _asked_once(world: World, group: Group, path: str) -> Callable[[], bool]:
    """Whether the options of a group can be moved, which is the same for each of its sites."""
    return cache(lambda: can_move_options(world, group, path))


def _obstacle(
    world: World, group: Group, site: Resource, path: str, name: str | None, can_move: Callable[[], bool]
) -> tuple[str, str] | None:
    form = import_form(world, site.path, path)
    if form is None:
        return "CE211", f"{path} cannot be shown to be importable from here"
    if not form.startswith(".") and form != name:
        return "CE211", f"it would import {path} as {form}, others as {name}: two modules, two engines"
    if any(key is None for key, _ in site.options):
        return "CE212", "some of its options are only known at run time"
    if path in world.facts:
        missing = missing_in(world.facts[path], site)
        if missing is not None:
            return "CE211", f"{path} has no `{missing}`"
    elif not can_move():
        return "CE212", "its options cannot be moved to where the engine would be made once"
    return listener_conflict(world, group, site)
