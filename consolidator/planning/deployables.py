"""One deployable to what becomes of it: its shared module, its edits, what is wired around them."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from consolidator.deciding.clients import Client, find_client
from consolidator.deciding.grouping import Group, Held
from consolidator.deciding.merging import suggested
from consolidator.deciding.parts import pool_per_loop, reads_numbers
from consolidator.deciding.placing import existing_module, place
from consolidator.deciding.pool_modules import PoolModule
from consolidator.deciding.settings import SettingsPlan, plan_settings, without_home
from consolidator.deciding.targets import quote_of
from consolidator.editing.conversion import Conversion, convert, main_conversion, name_of, uses_getter
from consolidator.editing.converters import CONVERTERS, Chosen, client_part
from consolidator.editing.dictionaries import named
from consolidator.editing.documents import document_changes
from consolidator.editing.wiring import Surroundings, surroundings, wire_up
from consolidator.editing.wiring_tests import Rewritten, wiring_tests
from consolidator.frozen import dataclass, replace
from consolidator.meaning.importing import import_form
from consolidator.meaning.world import World
from consolidator.model import (
    Edit,
    Getter,
    NewFile,
    Options,
    Owned,
    Part,
    PoolOptions,
    Process,
    Resource,
    SettingsReader,
    SharedModule,
    TextEdits,
)
from consolidator.processes.formatters import formatting
from consolidator.processes.versions import Versions


@dataclass(frozen=True, slots=True)
class Deployable:
    """What becomes of one deployable, which is named by its import root."""

    chosen: Chosen
    settings: SettingsPlan
    edits: dict[str, list[Edit]]
    new_files: tuple[NewFile, ...]
    texts: tuple[TextEdits, ...]
    refused: tuple[Held, ...]
    parts: tuple[Owned, ...]


def shared_path(world: World, unit: str, groups: Sequence[Group], options: Options) -> str:
    """The shared module that the deployable has already, else the place for a new one."""
    return existing_module(world, unit) or place(world, world.survey.paths, unit, groups, options.target)


def deployables(
    world: World,
    groups: Sequence[Group],
    pools: Sequence[PoolModule],
    constructions: Sequence[Resource],
    options: Options,
    processes: Sequence[Process],
) -> list[Deployable]:
    """What becomes of each deployable in turn; a test file of one takes no name that another has given.

    `groups` get a shared module, `pools` are the drivers' own to share, `constructions` are of clients and may change.
    """
    found: list[Deployable] = []
    for name in sorted({group.unit for group in groups} | {module.group.unit for module in pools}):
        taken = frozenset(new.path for unit in found for new in unit.new_files)
        members = [group for group in groups if group.unit == name]
        modules = tuple(module for module in pools if module.group.unit == name)
        found.append(deployable(world, name, members, modules, constructions, options, processes, taken))
    return found


def deployable(
    world: World,
    unit: str,
    groups: Sequence[Group],
    pools: tuple[PoolModule, ...],
    constructions: Sequence[Resource],
    options: Options,
    processes: Sequence[Process],
    taken: frozenset[str] = frozenset(),
) -> Deployable:
    """What becomes of one deployable; `taken` are the files that others are given."""
    path = shared_path(world, unit, groups, options) if groups else pools[0].path
    is_new = bool(groups) and path not in world.survey.paths
    settings = _settings(world, unit, groups, path, options) if is_new else SettingsPlan(SettingsReader())
    around = _around(world, unit, groups if is_new else (), pools, options, processes)
    alone = Chosen(unit, _without_engines(path), pools=pools)
    chosen = alone
    if groups:
        conversions = named(world, _conversions(world, path, groups, is_new), is_new)
        shared = _shared(world, unit, path, groups, conversions, settings, around, options)
        chosen = replace(alone, shared=shared, conversions=conversions, makes_shared=is_new)
    client, refused = _client(world, chosen, constructions, options)
    chosen = replace(chosen, client=client)
    wired = wire_up(world, around, chosen if is_new else alone, options)
    converted = [convert(world, chosen) for convert in CONVERTERS.values()]
    edits: dict[str, list[Edit]] = defaultdict(list)
    own = {settings.path: settings.edits} if settings.path else {}
    for source in (*(row.edits for row in converted), own, wired):
        for where, rows in source.items():
            edits[where] += rows
    texts = tuple(
        row for row in document_changes(world, unit, settings) if not options.leaves(Part("document", unit, row.path))
    )
    done = Rewritten(chosen.shared, chosen.conversions, around.health, around.app, wired)
    made = wiring_tests(world, world.survey.paths | taken, done) if groups and options.tests else ()
    tests = tuple(row for row in made if not options.leaves(Part("test", unit, row.path)))
    files = (*(new for row in converted for new in row.new_files), *tests)
    parts = (*(part for row in converted for part in row.parts), *_parts(chosen, settings, wired, texts, tests))
    return Deployable(chosen, settings, edits, files, texts, refused, parts)


def _settings(world: World, unit: str, groups: Sequence[Group], path: str, options: Options) -> SettingsPlan:
    pool = _pool(groups, options)
    settings = plan_settings(world, groups, path, pool, world.survey.unreadable)
    if settings.path is not None and options.leaves(Part("settings", unit, settings.path)):
        return without_home(settings, pool)
    return settings


def _pool(groups: Sequence[Group], options: Options) -> PoolOptions:
    return suggested(options.pool, [site for group in groups for site in group.sites])


def _around(
    world: World,
    unit: str,
    groups: Sequence[Group],
    pools: Sequence[PoolModule],
    options: Options,
    processes: Sequence[Process],
) -> Surroundings:
    """Who opens and closes what is shared; a driver's pool has no health route."""
    rows = (*groups, *(module.group for module in pools))
    sites = frozenset(site.path for group in rows for site in group.sites)
    if not sites:
        return Surroundings(None, ())
    return surroundings(world, unit, sites, options if groups else replace(options, health="no"), processes)


def _without_engines(path: str) -> SharedModule:
    """What stands for the module of the engines where the deployable has none to share, or has it already."""
    return SharedModule(path, "", (), SettingsReader(), PoolOptions(), engines=())


def _shared(
    world: World,
    unit: str,
    path: str,
    groups: Sequence[Group],
    conversions: Sequence[Conversion],
    settings: SettingsPlan,
    around: Surroundings,
    options: Options,
) -> SharedModule:
    texts, folder = world.survey.texts, posixpath.dirname(path)
    sites = [site for group in groups for site in group.sites]
    versions, style = Versions(texts), formatting(texts, folder)
    return SharedModule(
        path=path,
        module=world.modules.dotted(path, unit) or import_form(world, sites[0].path, path) or "",
        getters=_needed(world, conversions, around.health is not None),
        reader=settings.reader,
        pool=_pool(groups, options),
        engines=tuple(dict.fromkeys(conversion.engines for conversion in conversions)),
        per_loop=pool_per_loop(groups, texts, unit),
        reads_numbers=reads_numbers(world.survey, unit, path),
        python=versions.python(folder) or (3, 9),
        sqlalchemy=versions.sqlalchemy(folder),
        quote=style.quote or quote_of(site.facts for site in sites),
        width=style.width,
    )


def _client(
    world: World, chosen: Chosen, constructions: Sequence[Resource], options: Options
) -> tuple[Client | None, tuple[Held, ...]]:
    if not chosen.makes_shared:
        return None, ()
    engines = [site for conversion in chosen.conversions for site in conversion.group.sites]
    client, refused = find_client(world, engines, constructions, chosen.shared.path, world.survey.paths, options)
    is_left = client is not None and options.leaves(client_part(chosen.unit, client))
    return None if is_left else client, refused


def _parts(
    chosen: Chosen,
    settings: SettingsPlan,
    wired: Mapping[str, Sequence[Edit]],
    texts: Sequence[TextEdits],
    tests: Sequence[NewFile],
) -> Iterator[Owned]:
    """Whose change the files around are; the shared module is the settings' as well, as it reads them."""
    unit = chosen.unit
    if settings.path:
        part = Part("settings", unit, settings.path)
        yield from (Owned(where, part) for where in (settings.path, chosen.shared.path))
    yield from (Owned(path, Part("wiring", unit, path)) for path in wired)
    yield from (Owned(row.path, Part("document", unit, row.path)) for row in texts)
    yield from (Owned(row.path, Part("test", unit, row.path)) for row in tests)


def _needed(world: World, conversions: Sequence[Conversion], health: bool) -> tuple[Getter, ...]:
    """Getters that somebody calls: sites, or the health route, which asks the main database."""
    rows = [c for c in conversions if any(uses_getter(c, world, site) for site in c.group.sites)]
    main = main_conversion(conversions) if health else None
    asked = [main] if main is not None and not main.group.is_async else []
    return tuple(dict.fromkeys(c.getter for c in (*asked, *rows, main) if c is not None and c.getter is not None))


def _conversions(world: World, path: str, groups: Sequence[Group], is_new: bool) -> tuple[Conversion, ...]:
    closed = frozenset(site.path for group in groups for site in group.sites)
    taken: set[str] = set()
    out = []
    for is_async in (False, True):
        kind = sorted((g for g in groups if g.is_async == is_async), key=_weight)
        for number, group in enumerate(kind):
            phrase = "the configured database" if len(kind) == 1 else phrase_of(group)
            found = convert(world, group, path, closed, name_of(group, taken, number == 0), phrase)
            out.append(found if is_new else replace(found, getter=None))
    return tuple(out)


def _weight(group: Group) -> tuple[bool, int, str]:
    """The main database first: the one that is called so, then the one with most sites."""
    name = (group.source.env or (group.source.field or ("", "", ""))[2]).upper()
    plain = bool(re.fullmatch(r"(SQLALCHEMY_)?(DATABASE|DB|POSTGRES)(_UR[LI]|_DSN)?(_UR[LI])?", name))
    return not plain, -len(group.sites), group.sites[0].path


def phrase_of(group: Group) -> str:
    field = (group.source.field or ("", "", ""))[2]
    return group.source.env or field or "another database"
