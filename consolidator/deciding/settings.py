"""Where the pool settings live: in the service's own settings where its URL does, else in the environment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from consolidator.deciding.grouping import Group
from consolidator.frozen import dataclass
from consolidator.meaning.importing import form_within
from consolidator.meaning.world import World
from consolidator.model import Edit, Facts, NewSetting, PoolOptions, SettingsHome, SettingsReader, only
from consolidator.registry import choose_home, settings_homes, settings_style
from consolidator.settings_styles.variables import new_settings, new_variables, variable_of, variables


@dataclass(frozen=True, slots=True)
class SettingsPlan:
    """How the shared module reads its settings, and the edits that add them; `blocked` says why they could not be.

    `url` is the environment variable of the database's URL, or of the last part that it is put together from;
    `variables` the new ones; empty where they are not known.
    """

    reader: SettingsReader
    path: str | None = None
    edits: tuple[Edit, ...] = ()
    blocked: tuple[str, str] | None = None
    url: str | None = None
    variables: tuple[tuple[NewSetting, str], ...] = ()


def url_variable(world: World, group: Group) -> str | None:
    """The environment variable that holds a group's URL; None where it is not known."""
    if group.source.field is None or group.source.field[0] not in world.facts:
        return group.source.env
    home = choose_home(settings_homes(world.facts[group.source.field[0]]), group.source.field[2])
    return group.source.env or (variable_of(home, group.source.field[2]) if home else None)


def plan_settings(
    world: World, groups: Sequence[Group], target: str, pool: PoolOptions, unreadable: Iterable[str]
) -> SettingsPlan:
    """Look for the settings that hold the URL of one of the groups."""
    for group in groups:
        if group.source.field is None:
            continue
        path, owner, field = group.source.field
        if path not in world.facts or not world.scope.holds(path) or _would_be_asked_too_early(world, path, groups):
            continue
        homes = settings_homes(world.facts[path])
        home = choose_home(homes, field)
        if home is None and (part := last_part(world.facts[path], owner, field, homes)) is not None:
            home, field = choose_home([each for each in homes if each.owner == owner], part), part
        module = form_within(world, {site.path for site in group.sites}, target, path)
        if home is None or module is None:
            continue
        style = settings_style(home)
        wanted = new_settings(pool)
        edits = style.add(world.facts[path], home, wanted, near=field)
        reader = style.reader(world.facts[path], home, module)
        return SettingsPlan(reader, path, edits, None, variable_of(home, field), new_variables(home, wanted))
    url = next((group.source.env for group in groups if group.source.env), None)
    return SettingsPlan(
        SettingsReader(), None, (), _blocked(world, groups, set(unreadable)), url, variables(None, new_settings(pool))
    )


def without_home(plan: SettingsPlan, pool: PoolOptions) -> SettingsPlan:
    """The plan where the settings stay as they are: the shared module reads the environment."""
    return SettingsPlan(SettingsReader(), None, (), None, plan.url, variables(None, new_settings(pool)))


def last_part(facts: Facts, owner: str, name: str, homes: Iterable[SettingsHome]) -> str | None:
    """The last field that a property puts the URL together from; None where no property of the owner does."""
    scope = f"{owner}.{name}"
    read = {
        ref.dotted[1]
        for ref in facts.some_refs(only(scope))
        if ref.scope == scope and ref.dotted[0] == "self" and ref.dotted[1:]
    }
    fields = [field for home in homes if home.owner == owner for field in home.names if field in read]
    return fields[-1] if fields else None


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
