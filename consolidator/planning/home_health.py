"""The health route, where one was asked for, of a deployable whose engines stay in their home: it asks the home's."""

from __future__ import annotations

from collections.abc import Sequence

from consolidator.deciding.grouping import Group
from consolidator.deciding.homes import engine_of
from consolidator.editing.wiring import surroundings
from consolidator.frameworks.wiring import Wiring
from consolidator.meaning.importing import import_form
from consolidator.meaning.world import World
from consolidator.model import Edit, Getter, Options, Owned, Part, Process, Resource, SettingsReader, SharedModule
from consolidator.planning.outcome import Outcome
from consolidator.registry import wire


def home_health(world: World, groups: Sequence[Group], options: Options, processes: Sequence[Process]) -> Outcome:
    """The edits by file, and the parts that they belong to.

    With `--health auto` a home gets no route: nothing but its engine was asked for.
    """
    homes: dict[str, Resource] = {}
    for group in sorted(groups, key=lambda row: not row.is_async):
        if group.home is not None and engine_of(group.home) is not None:
            homes.setdefault(group.unit, group.home)
    edits: dict[str, list[Edit]] = {}
    parts: list[Owned] = []
    for unit, home in homes.items() if options.health == "yes" else ():
        use = surroundings(world, unit, frozenset({home.path}), options, processes).health
        form = import_form(world, use.path, home.path) if use is not None else None
        if use is None or form is None:
            continue
        wiring = Wiring(_as_module(home, form, options), health=True, close=False, template_dir=options.template_dir)
        edits[use.path] = list(wire(world.facts[use.path], use, wiring))
        parts.append(Owned(use.path, Part("wiring", unit, use.path)))
    return Outcome(edits, tuple(parts))


def _as_module(home: Resource, form: str, options: Options) -> SharedModule:
    """The home as the wiring sees a shared module: where it is, and what gives its engine."""
    engine = engine_of(home) or ""
    name = engine.removesuffix("()")
    getter = Getter(name, "", is_async=home.is_async, is_variable=engine == name)
    return SharedModule(home.path, form, (getter,), SettingsReader(), options.pool)
