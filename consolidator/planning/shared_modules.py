"""The engines of one deployable to the module that will make them: where it is, what it offers, its settings."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from consolidator.deciding.grouping import Group
from consolidator.deciding.merging import suggested
from consolidator.deciding.parts import pool_per_loop, reads_numbers
from consolidator.deciding.placing import existing_module, place
from consolidator.deciding.settings import SettingsPlan, plan_settings, without_home
from consolidator.deciding.targets import quote_of
from consolidator.editing.conversion import Conversion, convert, main_conversion, name_of, uses_getter
from consolidator.frozen import replace
from consolidator.meaning.importing import import_form
from consolidator.meaning.world import World
from consolidator.model import Getter, Options, Part, PoolOptions, SharedModule
from consolidator.processes.formatters import formatting
from consolidator.processes.versions import Versions


def shared_path(world: World, unit: str, groups: Sequence[Group], options: Options) -> str:
    """The shared module that the deployable has already, else the place for a new one."""
    return existing_module(world, unit) or place(world, world.survey.paths, unit, groups, options.target)


def settings_of(world: World, unit: str, groups: Sequence[Group], path: str, options: Options) -> SettingsPlan:
    """What the module asks of the settings; they stay as they are where a proof of their change failed."""
    pool = _pool(groups, options)
    settings = plan_settings(world, groups, path, pool, world.survey.unreadable)
    if settings.path is not None and options.leaves(Part("settings", unit, settings.path)):
        return without_home(settings, pool)
    return settings


def _pool(groups: Sequence[Group], options: Options) -> PoolOptions:
    return suggested(options.pool, [site for group in groups for site in group.sites])


def shared_module(
    world: World,
    unit: str,
    path: str,
    groups: Sequence[Group],
    conversions: Sequence[Conversion],
    settings: SettingsPlan,
    has_health: bool,
    options: Options,
    python: tuple[int, int],
) -> SharedModule:
    """The module at `path`, with what the sites of the groups need, and what the route asks where it `has_health`."""
    texts, folder = world.survey.texts, posixpath.dirname(path)
    sites = [site for group in groups for site in group.sites]
    versions, style = Versions(texts), formatting(texts, folder)
    return SharedModule(
        path=path,
        module=world.modules.dotted(path, unit) or import_form(world, sites[0].path, path) or "",
        getters=_needed(world, conversions, has_health),
        reader=settings.reader,
        pool=_pool(groups, options),
        engines=tuple(dict.fromkeys(conversion.engines for conversion in conversions)),
        per_loop=pool_per_loop(groups, texts, unit),
        reads_numbers=reads_numbers(world.survey, unit, path),
        python=python,
        sqlalchemy=versions.sqlalchemy(folder),
        quote=style.quote or quote_of(site.facts for site in sites),
        width=style.width,
    )


def _needed(world: World, conversions: Sequence[Conversion], health: bool) -> tuple[Getter, ...]:
    """Getters that somebody calls: sites, or the health route, which asks the main database."""
    rows = [c for c in conversions if any(uses_getter(c, world, site) for site in c.group.sites)]
    main = main_conversion(conversions) if health else None
    asked = [main] if main is not None and not main.group.is_async else []
    return tuple(dict.fromkeys(c.getter for c in (*asked, *rows, main) if c is not None and c.getter is not None))


def conversions_of(world: World, path: str, groups: Sequence[Group], is_new: bool) -> tuple[Conversion, ...]:
    """Each group with the getter that serves it, the main database first; a module that is there offers none."""
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
    """What a person calls the database."""
    field = (group.source.field or ("", "", ""))[2]
    return group.source.env or field or "another database"
