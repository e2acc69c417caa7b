"""The whole plan: which sites share, where the shared module goes, what is edited, what is told."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from consolidator.model import (
    Database,
    Edit,
    FileEdits,
    Finding,
    Getter,
    NewFile,
    Options,
    Plan,
    PoolOptions,
    SettingsReader,
    SharedModule,
    TextEdits,
)
from consolidator.planning.clients import Client, client_edits, client_file, find_client
from consolidator.planning.conversion import Conversion, convert, name_of, uses_getter
from consolidator.planning.documents import document_changes
from consolidator.planning.grouping import Group, Held, group_sites, unit_of
from consolidator.planning.importing import import_form
from consolidator.planning.listeners import listener_conflict
from consolidator.planning.merging import suggested
from consolidator.planning.placing import existing_module, place
from consolidator.planning.reporting import (
    client_finding,
    conversion_code,
    converted_finding,
    database,
    held_finding,
    refused_client,
    source_text,
    unreadable_finding,
    with_fingerprints,
)
from consolidator.planning.restraint import held_back
from consolidator.planning.settings import SettingsPlan, plan_settings, url_variable
from consolidator.planning.site_edits import cleaned, found_disposals, site_edits
from consolidator.planning.sites import CreationSite, find_sites
from consolidator.planning.targets import python_of, quote_of
from consolidator.planning.wiring import Surroundings, surroundings, wire_up
from consolidator.planning.world import World
from consolidator.survey import CREATES, Survey


@dataclass(frozen=True, slots=True)
class Unit:
    """What becomes of one deployable."""

    shared: SharedModule
    is_new: bool
    conversions: tuple[Conversion, ...]
    settings: SettingsPlan
    edits: dict[str, list[Edit]]
    new_files: tuple[NewFile, ...]
    texts: tuple[TextEdits, ...]
    client: Client | None
    refused: tuple[Held, ...]


def plan(survey: Survey, options: Options) -> Plan:
    """Decide everything.

    Raises UsageError or Refused where `--target` cannot be used.
    """
    world = World(survey.facts, survey.modules)
    candidates, held = _sift(world, find_sites(world))
    wanted, alone = group_sites(world, candidates)
    groups, unreachable = _reachable(world, survey, wanted, options)
    held += [*alone, *unreachable]
    by_unit: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        by_unit[group.unit].append(group)
    units = [_unit(world, survey, name, members, options) for name, members in sorted(by_unit.items())]
    return _assemble(world, survey, units, held, options)


def _sift(world: World, sites: Sequence[CreationSite]) -> tuple[list[CreationSite], list[Held]]:
    """Sites that may be shared, and those that a rule holds back."""
    candidates, held = [], []
    for site in sites:
        found = held_back(site, world)
        if found is None and found_disposals(world, site) is None:
            found = "CE309", "how long it lives cannot be followed"
        if found is None:
            candidates.append(site)
        else:
            held.append(Held(site, *found))
    return candidates, held


def _reachable(
    world: World, survey: Survey, groups: Sequence[Group], options: Options
) -> tuple[list[Group], list[Held]]:
    """Groups without the sites that could not import the shared module, or whose listeners forbid it."""
    kept: list[Group] = []
    held: list[Held] = []
    for unit in sorted({group.unit for group in groups}):
        members = [group for group in groups if group.unit == unit]
        path = _target(world, survey, unit, members, options)
        fitting = []
        for group in members:
            reasons = {site: _obstacle(world, group, site, path) for site in group.sites}
            fitting += [site for site, why in reasons.items() if why is None]
            held += [Held(site, *why) for site, why in reasons.items() if why is not None]
        again, alone = group_sites(world, fitting)
        kept += again
        held += alone
    return kept, held


def _target(world: World, survey: Survey, unit: str, groups: Sequence[Group], options: Options) -> str:
    """The shared module that the deployable has already, else the place for a new one."""
    return existing_module(world, unit) or place(world, survey.paths, unit, groups, options.target)


def _obstacle(world: World, group: Group, site: CreationSite, path: str) -> tuple[str, str] | None:
    if import_form(world, site.path, path) is None or not _importable(site.path, group.unit):
        return "CE211", f"{path} cannot be shown to be importable from here"
    if any(key is None for key, _ in site.options):
        return "CE212", "some of its options are only known at run time"
    return listener_conflict(world, group, site)


def _importable(path: str, unit: str) -> bool:
    """Whether a file is itself reached by import: every folder and its own name are identifiers."""
    inner = path[len(unit) + 1 if unit else 0 :].removesuffix(".py")
    return all(part.isidentifier() for part in inner.split("/"))


def _unit(world: World, survey: Survey, unit: str, groups: Sequence[Group], options: Options) -> Unit:
    path = _target(world, survey, unit, groups, options)
    sites = [site for group in groups for site in group.sites]
    pool = suggested(options.pool, sites)
    is_new = path not in survey.paths
    settings = plan_settings(world, groups, path, pool, survey.unreadable) if is_new else SettingsPlan(SettingsReader())
    conversions = _conversions(world, path, groups, is_new)
    names = {p: import_form(world, p, path) for p in world.facts}
    closed = frozenset(site.path for site in sites)
    around = surroundings(world, unit, closed, options) if is_new else Surroundings(None, ())
    shared = SharedModule(
        path=path,
        module=world.modules.dotted(path, unit) or import_form(world, sites[0].path, path) or "",
        getters=_needed(world, conversions, around.health is not None),
        reader=settings.reader,
        pool=pool,
        has_sync=any(not group.is_async for group in groups),
        has_async=any(group.is_async for group in groups),
        python=python_of(survey.texts, path),
        quote=quote_of(site.facts for site in sites),
    )
    client, refused = find_client(world, conversions, shared, survey.paths, options) if is_new else (None, ())
    wired = wire_up(world, survey, around, shared, conversions, client, options)
    edits: dict[str, list[Edit]] = defaultdict(list)
    for source in (
        site_edits(world, conversions, names, shared.module),
        client_edits(world, client) if client else {},
        {settings.path: settings.edits} if settings.path else {},
        wired.edits,
    ):
        for where, rows in source.items():
            edits[where] += rows
    texts = document_changes(survey, unit, settings)
    return Unit(shared, is_new, conversions, settings, edits, wired.new_files, texts, client, refused)


def _needed(world: World, conversions: Sequence[Conversion], health: bool) -> tuple[Getter, ...]:
    """Getters that somebody calls: sites, or the health route, which asks the main database."""
    rows = [c for c in conversions if any(uses_getter(c, world, site) for site in c.group.sites)]
    main = [c for c in conversions if c.getter is not None][:1] if health else []
    return tuple(dict.fromkeys(c.getter for c in (*main, *rows) if c.getter is not None))


def _conversions(world: World, path: str, groups: Sequence[Group], is_new: bool) -> tuple[Conversion, ...]:
    closed = frozenset(site.path for group in groups for site in group.sites)
    taken: set[str] = set()
    out = []
    for is_async in (False, True):
        kind = sorted((g for g in groups if g.is_async == is_async), key=_weight)
        for number, group in enumerate(kind):
            phrase = "the database" if len(kind) == 1 else _phrase(group)
            found = convert(world, group, path, closed, name_of(group, taken, number == 0), phrase)
            out.append(found if is_new else replace(found, getter=None))
    return tuple(out)


def _weight(group: Group) -> tuple[bool, int, str]:
    """The main database first: the one that is called so, then the one with most sites."""
    name = (group.source.env or (group.source.field or ("", "", ""))[2]).upper()
    plain = bool(re.fullmatch(r"(SQLALCHEMY_)?(DATABASE|DB|POSTGRES)(_UR[LI]|_DSN)?(_UR[LI])?", name))
    return not plain, -len(group.sites), group.sites[0].path


def _phrase(group: Group) -> str:
    field = (group.source.field or ("", "", ""))[2]
    return group.source.env or field or "another database"


def _database_name(group: Group) -> str:
    name = _phrase(group)
    return source_text(group.sites[0]) if name == "another database" else name


def _assemble(world: World, survey: Survey, units: Sequence[Unit], held: Sequence[Held], options: Options) -> Plan:
    python: dict[str, list[Edit]] = defaultdict(list)
    new_files: list[NewFile] = []
    texts: list[TextEdits] = []
    findings: list[Finding] = [held_finding(row) for row in held]
    databases: list[Database] = []
    for unit in units:
        if unit.is_new:
            new_files.append(NewFile(unit.shared.path, "db.py.j2", (("module", unit.shared),)))
        for path, edits in unit.edits.items():
            python[path] += edits
        if unit.client is not None:
            new_files.append(client_file(unit.client, unit.shared))
        new_files += unit.new_files
        texts += unit.texts
        findings += _unit_findings(world, unit)
    findings += _unreadable(survey, units)
    databases = _databases(world, units, held, options.pool)
    edited = tuple(
        FileEdits(path, cleaned(world, path, edits), "uses the shared engine")
        for path, edits in sorted(python.items())
        if edits
    )
    return Plan(
        shared=tuple(unit.shared for unit in units),
        new_files=tuple(new_files),
        file_edits=edited,
        text_edits=tuple(texts),
        findings=with_fingerprints(findings),
        databases=tuple(databases),
    )


def _unit_findings(world: World, unit: Unit) -> list[Finding]:
    found = []
    for conversion in unit.conversions:
        name = conversion.getter.name if conversion.getter else unit.shared.module
        for site in conversion.group.sites:
            code = conversion_code(conversion, site, uses_getter(conversion, world, site))
            found.append(converted_finding(site, name, unit.shared.path, code))
    if unit.client is not None:
        found += [client_finding(unit.client, path, call) for path, call in unit.client.constructions]
    found += [refused_client(row) for row in unit.refused]
    if unit.settings.blocked is not None:
        path, reason = unit.settings.blocked
        found.append(unreadable_finding(path, "CE312", reason, settings=True))
    return found


def _unreadable(survey: Survey, units: Sequence[Unit]) -> list[Finding]:
    """Files that could hold an engine but cannot be read; the settings module has been told of already."""
    told = {unit.settings.blocked[0] for unit in units if unit.settings.blocked}
    return [
        unreadable_finding(path, code, reason)
        for path, (code, reason) in sorted(survey.unreadable.items())
        if path not in told and CREATES.search(survey.texts.get(path, b"create_engine"))
    ]


_ELSEWHERE = {"CE201", "CE202", "CE207"}
"""Migrations, tests and scripts: their engines live in other processes and do not count here."""


def _databases(world: World, units: Sequence[Unit], everyone: Sequence[Held], pool: PoolOptions) -> list[Database]:
    held = [row for row in everyone if row.code not in _ELSEWHERE]
    rows: list[Database] = []
    told: set[int] = set()
    for unit in units:
        for conversion in unit.conversions:
            group = conversion.group
            kin = [h for h in held if _same(world, h.site, group)]
            told |= {id(h) for h in kin}
            shown = database(_database_name(group), group.sites, kin, unit.shared.pool, True)
            rows.append(replace(shown, environment=url_variable(world, group)))
    rest: dict[tuple[str, str, bool], list[Held]] = defaultdict(list)
    for row in held:
        if id(row) not in told:
            rest[unit_of(world, row.site.path), row.site.source.key, row.site.is_async].append(row)
    for members in rest.values():
        name = members[0].site.source.env or members[0].site.symbol
        rows.append(database(name, (), members, pool, False))
    return rows


def _same(world: World, site: CreationSite, group: Group) -> bool:
    return (
        site.source.key == group.source.key
        and site.source.data is None
        and site.is_async == group.is_async
        and unit_of(world, site.path) == group.unit
    )
