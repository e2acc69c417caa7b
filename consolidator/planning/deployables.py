"""One deployable to what becomes of it: its shared module, its edits, what is wired around them."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from consolidator.deciding.driver_pools import SharedPool
from consolidator.deciding.grouping import Group, Held
from consolidator.deciding.merging import suggested
from consolidator.deciding.parts import pool_per_loop, reads_numbers
from consolidator.deciding.placing import existing_module, place
from consolidator.deciding.settings import SettingsPlan, plan_settings, without_home
from consolidator.deciding.targets import quote_of
from consolidator.editing.clients import Client, client_edits, find_client
from consolidator.editing.conversion import Conversion, convert, main_conversion, name_of, uses_getter
from consolidator.editing.dictionaries import named
from consolidator.editing.documents import document_changes
from consolidator.editing.site_edits import Drafts, lines_of, site_edits
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
    Process,
    SettingsReader,
    SharedModule,
    TextEdits,
)
from consolidator.planning.driver_pool_plan import PoolPlan
from consolidator.processes.formatters import formatting
from consolidator.processes.versions import Versions


@dataclass(frozen=True, slots=True)
class Deployable:
    """What becomes of one deployable, which is named by its import root."""

    name: str
    shared: SharedModule
    is_new: bool
    conversions: tuple[Conversion, ...]
    settings: SettingsPlan
    edits: dict[str, list[Edit]]
    new_files: tuple[NewFile, ...]
    texts: tuple[TextEdits, ...]
    client: Client | None
    refused: tuple[Held, ...]
    parts: tuple[Owned, ...]


def shared_path(world: World, unit: str, groups: Sequence[Group], options: Options) -> str:
    """The shared module that the deployable has already, else the place for a new one."""
    return existing_module(world, unit) or place(world, world.survey.paths, unit, groups, options.target)


def deployables(
    world: World,
    by_unit: Mapping[str, Sequence[Group]],
    options: Options,
    pools: PoolPlan,
    processes: Sequence[Process],
) -> list[Deployable]:
    """What becomes of each deployable in turn; a test file of one takes no name that another has given."""
    found: list[Deployable] = []
    for name, members in sorted(by_unit.items()):
        taken = frozenset(new.path for unit in found for new in unit.new_files)
        found.append(deployable(world, name, members, options, processes, pools.of(name), taken))
    return found


def deployable(
    world: World,
    unit: str,
    groups: Sequence[Group],
    options: Options,
    processes: Sequence[Process],
    pools: Sequence[SharedPool] = (),
    taken: frozenset[str] = frozenset(),
) -> Deployable:
    """What becomes of one deployable; `pools` are the drivers' own that its application opens and closes.

    `taken` are the files that others are given.
    """
    survey = world.survey
    path = shared_path(world, unit, groups, options)
    sites = [site for group in groups for site in group.sites]
    pool = suggested(options.pool, sites)
    is_new = path not in survey.paths
    settings = plan_settings(world, groups, path, pool, survey.unreadable) if is_new else SettingsPlan(SettingsReader())
    if settings.path is not None and options.leaves(Part("settings", unit, settings.path)):
        settings = without_home(settings, pool)
    conversions = named(world, _conversions(world, path, groups, is_new), is_new)
    names = {p: import_form(world, p, path) for p in world.facts}
    closed = frozenset([*(site.path for site in sites), *(row.site.path for p in pools for row, _ in p.sites)])
    around = surroundings(world, unit, closed, options, processes) if is_new else Surroundings(None, ())
    versions, style = Versions(survey.texts), formatting(survey.texts, posixpath.dirname(path))
    shared = SharedModule(
        path=path,
        module=world.modules.dotted(path, unit) or import_form(world, sites[0].path, path) or "",
        getters=_needed(world, conversions, around.health is not None),
        reader=settings.reader,
        pool=pool,
        engines=tuple(dict.fromkeys(conversion.engines for conversion in conversions)),
        per_loop=pool_per_loop(groups, survey.texts, unit),
        reads_numbers=reads_numbers(survey.texts, unit, path),
        python=versions.python(posixpath.dirname(path)) or (3, 9),
        sqlalchemy=versions.sqlalchemy(posixpath.dirname(path)),
        quote=style.quote or quote_of(site.facts for site in sites),
        width=style.width,
    )
    client, refused = find_client(world, conversions, shared, survey.paths, options) if is_new else (None, ())
    if client is not None and options.leaves(_client_part(unit, client)):
        client = None
    wired = wire_up(world, around, shared, conversions, client, options, pools)
    drafts = site_edits(world, conversions, names, shared.module)
    sources: dict[str, Mapping[str, Sequence[Edit]]] = {
        "site": drafts.edits,
        "client": client_edits(world, client, shared.python) if client else {},
        "settings": {settings.path: settings.edits} if settings.path else {},
        "wiring": wired,
    }
    edits: dict[str, list[Edit]] = defaultdict(list)
    for source in sources.values():
        for where, rows in source.items():
            edits[where] += rows
    documents = document_changes(world, unit, settings)
    texts = tuple(row for row in documents if not options.leaves(Part("document", unit, row.path)))
    done = Rewritten(shared, conversions, around.health, around.app, wired)
    made = wiring_tests(world, survey.paths | taken, done) if options.tests else ()
    tests = tuple(row for row in made if not options.leaves(Part("test", unit, row.path)))
    parts = (*_site_parts(world, unit, drafts), *_other_parts(unit, shared.path, sources, client, texts, tests))
    return Deployable(unit, shared, is_new, conversions, settings, edits, tests, texts, client, refused, parts)


def _site_parts(world: World, unit: str, drafts: Drafts) -> Iterator[Owned]:
    for path, authors in drafts.authors.items():
        for site, edits in authors.items():
            part = Part("site", unit, site.path, site.symbol)
            yield Owned(path, part, lines_of(world.facts[path].source, edits))


def _client_part(unit: str, client: Client) -> Part:
    return Part("client", unit, client.site.path, client.class_.name)


def _other_parts(
    unit: str,
    shared: str,
    sources: Mapping[str, Mapping[str, Sequence[Edit]]],
    client: Client | None,
    texts: Sequence[TextEdits],
    tests: Sequence[NewFile],
) -> Iterator[Owned]:
    """Whose change every other file is; the shared module is the deployable's, and the settings' as it reads them."""
    yield Owned(shared, Part("deployable", unit))
    for path in sources["settings"]:
        yield from (Owned(where, Part("settings", unit, path)) for where in (path, shared))
    for path in sources["wiring"]:
        yield Owned(path, Part("wiring", unit, path))
    if client is not None:
        yield from (Owned(path, _client_part(unit, client)) for path in (*sources["client"], client.path))
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
