"""The steps from a survey to the plan: which sites share, what becomes of each deployable, what is told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from consolidator.deciding.clients import has_factory
from consolidator.deciding.gain import Tally
from consolidator.deciding.grouping import Held
from consolidator.deciding.restraint import held_back
from consolidator.frozen import replace
from consolidator.meaning.deployables import scope_of
from consolidator.meaning.resources import find
from consolidator.meaning.world import World
from consolidator.model import Kind, Options, Plan, Resource
from consolidator.planning.assembly import assembled
from consolidator.planning.databases import databases_of
from consolidator.planning.deployables import deployables
from consolidator.planning.drivers import with_drivers
from consolidator.planning.hazards import hazards
from consolidator.planning.home_wiring import home_wiring
from consolidator.planning.ignoring import heeded, silenced
from consolidator.planning.in_place import in_place
from consolidator.planning.leaking import leaking
from consolidator.planning.leaving import left_findings, left_sites
from consolidator.planning.nesting import Nesting, nesting, told
from consolidator.planning.obstacles import Reasons, Settled, settle
from consolidator.planning.reporting import REVIEW
from consolidator.planning.running import counts, measured, running
from consolidator.planning.sharing import scene_of
from consolidator.planning.sizing import size_in_place
from consolidator.planning.telling import told_of
from consolidator.planning.upgrading import upgraded
from consolidator.processes import processes
from consolidator.survey import Survey, Tick, no_tick

STEPS = 6
"""Of a plan, told as they begin."""


def plan(survey: Survey, options: Options, tick: Tick = no_tick) -> Plan:
    """Decide everything.

    Raises UsageError or Refused where `--target` cannot be used.
    """
    tick(1, STEPS)
    scope = scope_of(survey.modules, survey.paths, options.scope)
    world = World(survey, scope)
    anew = upgraded(world, options) if options.upgrade else None
    if anew is not None:
        return anew
    resources = find(world, options.client_classes)
    open_sites, left = left_sites(world, resources, options)
    candidates, held, assumed = _sift(world, open_sites, options)
    held += left
    tick(2, STEPS)
    tally = Tally.over(world, processes(world))
    tick(3, STEPS)
    chosen, nested = _settled(world, resources, candidates, held, tally, options)
    options = nested.applied(options)
    held += [*nested.held, *chosen.held]
    groups = chosen.groups
    tick(4, STEPS)
    of_module = [group for group in groups if group.way == "module"]
    units = deployables(world, of_module, chosen.pools, _of_kind("client", candidates), options, tally.processes)
    shown = {unit.chosen.client.creator for unit in units if unit.chosen.client is not None}
    held = [row for row in held if world.scope.holds(row.site.path) and _is_told(row.site, shown)]
    shared = [site for group in groups if group.way != "size" for site in group.sites]
    replaced = [site for group in groups if group.way in ("home", "module") for site in group.sites]
    inner = [site for site in resources if site.kind != "client" and world.scope.holds(site.path)]
    tick(5, STEPS)
    seen = told(hazards(world, shared, inner, tally.reached(), replaced, silenced(held)), nested)
    kept = [group for group in groups if group.way in ("home", "place")]
    inside = in_place(world, kept, tally.processes)
    sized = size_in_place(world, [group for group in groups if group.way == "size"], options, tally.processes)
    in_module = {group.unit for group in of_module}
    homes = [group for group in groups if group.way != "module" and group.unit not in in_module]
    made = frozenset(new.path for unit in units for new in unit.outcome.new_files)
    asked = home_wiring(world, homes, sized, made, options, tally.processes)
    outcomes = (*(unit.outcome for unit in units), inside, asked, sized.outcome)
    findings = told_of(world, units, kept, sized, held, {**assumed, **chosen.assumed})
    databases = with_drivers(databases_of(world, units, kept, sized, held, options.pool), survey.texts)
    found = assembled(world, outcomes, [*findings, *left_findings(options)], seen, databases, units)
    tick(6, STEPS)
    rows = running(counts(tally, inner), found.databases)
    return replace(found, processes=rows, databases=tuple(measured(each, rows) for each in found.databases))


def _of_kind(kind: Kind, resources: Iterable[Resource]) -> list[Resource]:
    return [site for site in resources if site.kind == kind]


def _is_told(site: Resource, clients: Collection[str]) -> bool:
    """Whether a resource that stays is told of: a client is where its class has become one shared instance."""
    return site.kind != "client" or site.creator in clients


def _settled(
    world: World,
    resources: Sequence[Resource],
    candidates: Sequence[Resource],
    held: Sequence[Held],
    tally: Tally,
    options: Options,
) -> tuple[Settled, Nesting]:
    """The groups, without the sites whose requests would wait for each other on one pool, or empty it."""
    clients = _of_kind("client", candidates)
    engines, pools = _of_kind("engine", candidates), _of_kind("driver pool", candidates)
    apart = frozenset(site for site in engines if has_factory(world, site, clients, options))
    fixed = frozenset(row.site for row in held if row.code == "CE208")
    chosen = settle(world, engines, pools, tally, apart, fixed, options)
    scene = scene_of(world, chosen.groups, _of_kind("engine", resources), tally)
    nested = nesting(scene, chosen.groups, tally, options)
    leaked = leaking(scene, chosen.groups, tally, options)
    kept = {row.site: row for row in (*leaked, *nested.held)}
    if kept:
        chosen = settle(world, [s for s in engines if s not in kept], pools, tally, apart, fixed, options)
    return chosen, replace(nested, held=tuple(kept.values()))


def _sift(world: World, sites: Sequence[Resource], options: Options) -> tuple[list[Resource], list[Held], Reasons]:
    """Sites that may be shared, those that a rule holds back, and what is assumed of the first where the user asks."""
    candidates, held = [], []
    assumed: Reasons = {}
    for site in sites:
        found = held_back(site, world)
        found = found and heeded(site, found)
        asked = options.include_review and site.kind != "client"
        if found is not None and asked and found[0].startswith(REVIEW):
            assumed[site], found = found, None
        if found is None:
            candidates.append(site)
        else:
            held.append(Held(site, *found))
    return candidates, held, assumed
