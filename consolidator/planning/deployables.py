"""One deployable to what becomes of it: its shared module, its edits, what is wired around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from consolidator.deciding.clients import Client, find_client
from consolidator.deciding.grouping import Group, Held
from consolidator.deciding.pool_modules import PoolModule
from consolidator.deciding.settings import SettingsPlan
from consolidator.editing.converters import CONVERTERS, Chosen, client_part
from consolidator.editing.dictionaries import named
from consolidator.editing.documents import document_changes
from consolidator.editing.wiring import Surroundings, surroundings, wire_up
from consolidator.editing.wiring_tests import Rewritten, taking, wiring_tests
from consolidator.frozen import dataclass, replace
from consolidator.meaning.world import World
from consolidator.model import (
    Edit,
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
from consolidator.planning.outcome import Outcome, joined
from consolidator.planning.shared_modules import conversions_of, settings_of, shared_module, shared_path
from consolidator.processes.floors import Floors


@dataclass(frozen=True, slots=True)
class Deployable:
    """What becomes of one deployable, which is named by its import root."""

    chosen: Chosen
    settings: SettingsPlan
    refused: tuple[Held, ...]
    outcome: Outcome


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
        taken = frozenset(new.path for unit in found for new in unit.outcome.new_files)
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
    settings = settings_of(world, unit, groups, path, options) if is_new else SettingsPlan(SettingsReader())
    around = _around(world, unit, groups if is_new else (), pools, options, processes)
    rows = (*groups, *(module.group for module in pools))
    python = Floors(processes, world.survey.texts).python(path, (site.path for row in rows for site in row.sites))
    alone = Chosen(unit, _without_engines(path, python), pools=pools)
    chosen = alone
    if groups:
        conversions = named(world, conversions_of(world, path, groups, is_new), is_new)
        shared = shared_module(
            world, unit, path, groups, conversions, settings, around.health is not None, options, python
        )
        chosen = replace(alone, shared=shared, conversions=conversions, makes_shared=is_new)
    client, refused = _client(world, chosen, constructions, options)
    chosen = replace(chosen, client=client)
    wired = wire_up(world, around, chosen if is_new else alone, options)
    tests = _tests(world, chosen, around, wired, options, taken)
    return Deployable(chosen, settings, refused, _outcome(world, chosen, settings, wired, tests, options))


def _outcome(
    world: World,
    chosen: Chosen,
    settings: SettingsPlan,
    wired: Mapping[str, Sequence[Edit]],
    tests: tuple[NewFile, ...],
    options: Options,
) -> Outcome:
    converted = [convert(world, chosen) for convert in CONVERTERS.values()]
    own = {settings.path: settings.edits} if settings.path else {}
    documents = document_changes(world, chosen.unit, settings)
    texts = tuple(row for row in documents if not options.leaves(Part("document", chosen.unit, row.path)))
    return Outcome(
        joined((*(row.edits for row in converted), own, wired)),
        (*(part for row in converted for part in row.parts), *_parts(chosen, settings, wired, texts, tests)),
        (*(new for row in converted for new in row.new_files), *tests),
        texts,
    )


def _tests(
    world: World,
    chosen: Chosen,
    around: Surroundings,
    wired: Mapping[str, Sequence[Edit]],
    options: Options,
    taken: frozenset[str],
) -> tuple[NewFile, ...]:
    """The tests that come along with a module of engines; none takes a name of the files `taken`."""
    if not chosen.conversions or not options.tests:
        return ()
    sites = taking(site for conversion in chosen.conversions for site in conversion.group.sites)
    done = Rewritten(chosen.shared, sites, around.health, around.app, wired)
    made = wiring_tests(world, world.survey.paths | taken, done)
    return tuple(row for row in made if not options.leaves(Part("test", chosen.unit, row.path)))


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


def _without_engines(path: str, python: tuple[int, int]) -> SharedModule:
    """What stands for the module of the engines where the deployable has none to share, or has it already."""
    return SharedModule(path, "", (), SettingsReader(), PoolOptions(), engines=(), python=python)


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
