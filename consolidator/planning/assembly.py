"""The whole plan: which sites share, what becomes of each deployable, what is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from consolidator.deciding.clients import has_factory
from consolidator.deciding.forking import Forking
from consolidator.deciding.gain import Tally
from consolidator.deciding.grouping import Held
from consolidator.deciding.restraint import held_back
from consolidator.editing.disposing import found_disposals
from consolidator.editing.documents import merged
from consolidator.editing.site_edits import cleaned
from consolidator.errors import Refused
from consolidator.frozen import replace
from consolidator.meaning.deployables import scope_of
from consolidator.meaning.resources import find
from consolidator.meaning.scope import Scope
from consolidator.meaning.world import World
from consolidator.model import Edit, FileEdits, Finding, Kind, NewFile, Options, Plan, Replace, Resource, TextEdits
from consolidator.planning.databases import databases_of
from consolidator.planning.deployables import Deployable, deployables
from consolidator.planning.drivers import with_drivers
from consolidator.planning.file_reasons import file_reasons
from consolidator.planning.hazards import hazards
from consolidator.planning.home_health import home_health
from consolidator.planning.ignoring import heeded, silenced
from consolidator.planning.in_place import InPlace, in_place, joined
from consolidator.planning.leaving import left_findings, left_sites
from consolidator.planning.nesting import Nesting, nesting, told
from consolidator.planning.obstacles import Reasons, Settled, settle
from consolidator.planning.reporting import (
    REVIEW,
    client_findings,
    conversion_code,
    converted_finding,
    held_finding,
    in_place_finding,
    pool_findings,
    refused_client,
    sized_finding,
    with_fingerprints,
)
from consolidator.planning.running import counts, measured, running
from consolidator.planning.sizing import Sized, size_in_place
from consolidator.planning.unreadable import blocked_settings, unreadable_files
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
    inside = in_place(world, kept, Forking.of(tally.processes, survey.texts))
    sized = size_in_place(world, [group for group in groups if group.way == "size"], options)
    in_module = {group.unit for group in of_module}
    homes = [group for group in groups if group.way != "module" and group.unit not in in_module]
    inside = joined(inside, home_health(world, homes, options, tally.processes))
    made = _assemble(world, units, inside, sized, held, seen, {**assumed, **chosen.assumed}, options)
    tick(6, STEPS)
    rows = running(counts(tally, _of_kind("engine", inner)), made.databases)
    return replace(made, processes=rows, databases=tuple(measured(each, rows) for each in made.databases))


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
    """The groups, without the sites whose requests would wait for each other on one pool."""
    clients = _of_kind("client", candidates)
    engines, pools = _of_kind("engine", candidates), _of_kind("driver pool", candidates)
    apart = frozenset(site for site in engines if has_factory(world, site, clients, options))
    fixed = frozenset(row.site for row in held if row.code == "CE208")
    chosen = settle(world, engines, pools, tally, apart, fixed, options)
    nested = nesting(world, chosen.groups, _of_kind("engine", resources), tally, options)
    if nested.held:
        waiting = {row.site for row in nested.held}
        chosen = settle(world, [s for s in engines if s not in waiting], pools, tally, apart, fixed, options)
    return chosen, nested


def _sift(world: World, sites: Sequence[Resource], options: Options) -> tuple[list[Resource], list[Held], Reasons]:
    """Sites that may be shared, those that a rule holds back, and what is assumed of the first where the user asks."""
    candidates, held = [], []
    assumed: Reasons = {}
    for site in sites:
        found = held_back(site, world)
        if found is None and site.kind == "engine" and found_disposals(world, site) is None:
            found = "CE309", "how long it lives cannot be followed"
        found = found and heeded(site, found)
        if found is not None and site.kind == "engine" and options.include_review and found[0].startswith(REVIEW):
            assumed[site], found = found, None
        if found is None:
            candidates.append(site)
        else:
            held.append(Held(site, *found))
    return candidates, held, assumed


def _assemble(
    world: World,
    units: Sequence[Deployable],
    inside: InPlace,
    sized: Sized,
    held: Sequence[Held],
    seen: Sequence[Finding],
    assumed: Reasons,
    options: Options,
) -> Plan:
    python: dict[str, list[Edit]] = defaultdict(list)
    new_files: list[NewFile] = []
    texts: list[TextEdits] = []
    findings: list[Finding] = [held_finding(row) for row in held]
    for unit in units:
        for path, edits in unit.edits.items():
            python[path] += edits
        new_files += unit.new_files
        texts += unit.texts
        findings += _unit_findings(world, unit, assumed)
    for source in (inside.edits, sized.edits):
        for path, rows in source.items():
            python[path] += rows
    texts += sized.texts
    findings += [sized_finding(group.sites[0]) for group in sized.groups]
    findings += [
        in_place_finding(group, site, assumed[site][1] if site in assumed else None)
        for group in inside.groups
        for site in group.sites
    ]
    findings += [*left_findings(options), *(row for row in seen if not _is_followed(row, python))]
    blocked = {unit.settings.blocked[0] for unit in units if unit.settings.blocked}
    findings += unreadable_files(world, {path for path, edits in python.items() if edits}, blocked)
    _check_scope(world.scope, python)
    databases = with_drivers(databases_of(world, units, inside.groups, sized, held, options.pool), world.survey.texts)
    parts = (*(row for unit in units for row in unit.parts), *inside.parts, *sized.parts)
    made = frozenset(part for new in new_files for part in new.path.removesuffix(".py").split("/"))
    changed = {path: edits for path, edits in sorted(python.items()) if edits}
    said = file_reasons(changed, parts, findings)
    edited = tuple(FileEdits(path, cleaned(world, path, edits, made), said[path]) for path, edits in changed.items())
    return Plan(
        shared=tuple(unit.chosen.shared for unit in units if unit.chosen.conversions),
        new_files=tuple(new_files),
        file_edits=edited,
        text_edits=merged(texts),
        findings=with_fingerprints(findings),
        databases=tuple(databases),
        parts=parts,
        deployable=world.scope.name,
    )


def _is_followed(finding: Finding, edits: Mapping[str, Sequence[Edit]]) -> bool:
    """Whether a string reference that would go stale is rewritten."""
    lines = {e.span.line for e in edits.get(finding.path, ()) if isinstance(e, Replace)}
    return finding.code == "CE305" and finding.line in lines


def _unit_findings(world: World, unit: Deployable, assumed: Reasons) -> list[Finding]:
    found: list[Finding] = []
    shared = unit.chosen.shared
    for conversion in unit.chosen.conversions:
        name = conversion.getter.name if conversion.getter else shared.module
        for site in conversion.group.sites:
            code = conversion_code(world, conversion, site)
            assumption = assumed[site][1] if site in assumed else None
            found.append(converted_finding(conversion.group, site, name, shared.path, code, assumption))
    if unit.chosen.client is not None:
        found += client_findings(unit.chosen.client)
    found += [row for module in unit.chosen.pools for row in pool_findings(module)]
    found += [refused_client(row) for row in unit.refused]
    if unit.settings.blocked is not None:
        found.append(blocked_settings(*unit.settings.blocked))
    return found


def _check_scope(scope: Scope, edits: Mapping[str, Sequence[Edit]]) -> None:
    outside = next((path for path, rows in sorted(edits.items()) if rows and not scope.holds(path)), None)
    if outside is not None:
        raise Refused(
            f"{outside} would have to change as well, which lies outside {scope.folder}",
            "name a folder that holds both",
        )
