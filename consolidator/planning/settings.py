"""Where the pool settings live: in the service's own settings where its URL does, else in the environment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consolidator.model import Edit, NewSetting, PoolOptions, SettingsHome, SettingsReader
from consolidator.planning.grouping import Group
from consolidator.planning.world import World
from consolidator.registry import choose_home, settings_homes, settings_style


@dataclass(frozen=True, slots=True)
class SettingsPlan:
    """How the shared module reads its settings, and the edits that add them; `blocked` says why they could not be.

    `url` is the environment variable of the database's URL, `variables` the new ones; empty where they are not known.
    """

    reader: SettingsReader
    path: str | None = None
    edits: tuple[Edit, ...] = ()
    blocked: tuple[str, str] | None = None
    url: str | None = None
    variables: tuple[tuple[NewSetting, str], ...] = ()


def new_settings(pool: PoolOptions) -> tuple[NewSetting, ...]:
    """The settings that a pool needs, with their defaults."""
    return (
        NewSetting("size", "POOL_SIZE", pool.size, 1, "Connections kept open"),
        NewSetting("max_overflow", "POOL_MAX_OVERFLOW", pool.max_overflow, 0, "Connections beyond the pool size"),
        NewSetting("timeout", "POOL_TIMEOUT", pool.timeout, 0, "Seconds to wait for a connection"),
        NewSetting("recycle", "POOL_RECYCLE", pool.recycle, -1, "Seconds after which a connection is replaced"),
    )


def plan_settings(
    world: World, groups: Sequence[Group], target: str, pool: PoolOptions, unreadable: Iterable[str]
) -> SettingsPlan:
    """Look for the settings that hold the URL of one of the groups."""
    for group in groups:
        if group.source.field is None:
            continue
        path, _, field = group.source.field
        if path not in world.facts or _would_be_asked_too_early(world, path, groups):
            continue
        home = choose_home(settings_homes(world.facts[path]), field)
        module = world.modules.import_name(target, path)
        if home is None or module is None:
            continue
        style = settings_style(home)
        wanted = new_settings(pool)
        edits = style.add(world.facts[path], home, wanted, near=field)
        reader = style.reader(world.facts[path], home, module)
        return SettingsPlan(reader, path, edits, None, _url_variable(home, field), _variables(home, wanted))
    url = next((group.source.env for group in groups if group.source.env), None)
    named = tuple((row, row.name) for row in new_settings(pool))
    return SettingsPlan(SettingsReader(), None, (), _blocked(world, groups, set(unreadable)), url, named)


def _url_variable(home: SettingsHome, field: str) -> str | None:
    known = dict(home.variables)
    return known.get(field) or (None if home.prefix is None else f"{home.prefix}{field}".upper())


def _variables(home: SettingsHome, wanted: Sequence[NewSetting]) -> tuple[tuple[NewSetting, str], ...]:
    """The environment variables of new settings, as the prefix makes them; none where it is computed."""
    return () if home.prefix is None else tuple((row, f"{home.prefix}{row.name}".upper()) for row in wanted)


def _would_be_asked_too_early(world: World, path: str, groups: Sequence[Group]) -> bool:
    """Whether importing the settings runs a module that makes its engine at import: it would ask for half of itself."""
    early = {site.path for group in groups for site in group.sites if site.at_import}
    graph = world.modules.graph()
    seen, queue = {path}, [path]
    while queue:
        for nearby in graph.get(queue.pop(), frozenset()):
            if nearby not in seen:
                seen.add(nearby)
                queue.append(nearby)
    return bool(seen & early)


def _blocked(world: World, groups: Sequence[Group], unreadable: set[str]) -> tuple[str, str] | None:
    """A settings module that sites import but that cannot be read: (path, reason)."""
    for group in groups:
        for site in group.sites:
            for row in site.facts.imports:
                target = world.modules.resolve(site.path, row)
                if target in unreadable:
                    return target, "the settings module cannot be read, so the shared module reads the environment"
    return None
