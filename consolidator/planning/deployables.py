"""One deployable to what becomes of it: its shared module, its edits, what is wired around them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from consolidator.deciding.driver_pools import SharedPool
from consolidator.deciding.grouping import Group, Held
from consolidator.deciding.merging import suggested
from consolidator.deciding.placing import existing_module, place
from consolidator.deciding.settings import SettingsPlan, plan_settings
from consolidator.deciding.targets import python_of, quote_of
from consolidator.editing.clients import Client, client_edits, find_client
from consolidator.editing.conversion import Conversion, convert, name_of, uses_getter
from consolidator.editing.documents import document_changes
from consolidator.editing.site_edits import site_edits
from consolidator.editing.wiring import Surroundings, surroundings, wire_up
from consolidator.meaning.importing import import_form
from consolidator.meaning.world import World
from consolidator.model import Edit, Getter, NewFile, Options, SettingsReader, SharedModule, TextEdits
from consolidator.survey import Survey


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


def shared_path(world: World, survey: Survey, unit: str, groups: Sequence[Group], options: Options) -> str:
    """The shared module that the deployable has already, else the place for a new one."""
    return existing_module(world, unit) or place(world, survey.paths, unit, groups, options.target)


def deployable(
    world: World,
    survey: Survey,
    unit: str,
    groups: Sequence[Group],
    options: Options,
    pools: Sequence[SharedPool] = (),
) -> Deployable:
    """What becomes of one deployable; `pools` are the drivers' own that its application opens and closes."""
    path = shared_path(world, survey, unit, groups, options)
    sites = [site for group in groups for site in group.sites]
    pool = suggested(options.pool, sites)
    is_new = path not in survey.paths
    settings = plan_settings(world, groups, path, pool, survey.unreadable) if is_new else SettingsPlan(SettingsReader())
    conversions = _conversions(world, path, groups, is_new)
    names = {p: import_form(world, p, path) for p in world.facts}
    closed = frozenset([*(site.path for site in sites), *(row.site.path for p in pools for row, _ in p.sites)])
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
    wired = wire_up(world, survey, around, shared, conversions, client, options, pools)
    edits: dict[str, list[Edit]] = defaultdict(list)
    for source in (
        site_edits(world, conversions, names, shared.module),
        client_edits(world, client) if client else {},
        {settings.path: settings.edits} if settings.path else {},
        wired.edits,
    ):
        for where, rows in source.items():
            edits[where] += rows
    texts = document_changes(survey, world.scope, unit, settings)
    return Deployable(unit, shared, is_new, conversions, settings, edits, wired.new_files, texts, client, refused)


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
            phrase = "the database" if len(kind) == 1 else phrase_of(group)
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
