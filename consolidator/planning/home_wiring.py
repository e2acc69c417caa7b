"""What stands around a home that more than its engine was asked of: the health route, and the tests that come along."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence

from consolidator.deciding.grouping import Group
from consolidator.deciding.homes import engine_of
from consolidator.deciding.targets import quote_of
from consolidator.editing.home_probe import rerun
from consolidator.editing.wiring import surroundings
from consolidator.editing.wiring_tests import Rewritten, taking, wiring_tests
from consolidator.frameworks.wiring import Wiring
from consolidator.frozen import dataclass
from consolidator.meaning.importing import import_form
from consolidator.meaning.world import World
from consolidator.model import (
    Edit,
    FrameworkUse,
    Getter,
    NewFile,
    Options,
    Owned,
    Part,
    Process,
    Resource,
    SettingsReader,
    SharedModule,
)
from consolidator.planning.outcome import Outcome
from consolidator.planning.sizing import Sized
from consolidator.processes.floors import Floors
from consolidator.processes.formatters import formatting
from consolidator.registry import wire


@dataclass(frozen=True, slots=True)
class _Around:
    """A home, its health route with the edits of that, and the application."""

    home: Resource
    health: FrameworkUse | None
    edits: tuple[Edit, ...]
    app: FrameworkUse | None


def home_wiring(
    world: World,
    groups: Sequence[Group],
    sized: Sized,
    taken: frozenset[str],
    options: Options,
    processes: Sequence[Process],
) -> Outcome:
    """The edits by file, the tests, and the parts that they belong to; no test takes a name of the files `taken`.

    With `--health auto` a home gets no route: nothing but its engine was asked for. A change that is no more than
    what sites take from their home brings no tests either.
    """
    homes: dict[str, Resource] = {}
    for group in sorted(groups, key=lambda row: not row.is_async):
        if group.home is not None and engine_of(group.home) is not None:
            homes.setdefault(group.unit, group.home)
    edits: dict[str, Sequence[Edit]] = {}
    parts: list[Owned] = []
    files: list[NewFile] = []
    for unit, home in homes.items():
        around = _around(world, unit, home, options, processes)
        if around.health is not None:
            edits[around.health.path] = around.edits
            parts.append(Owned(around.health.path, Part("wiring", unit, around.health.path)))
        sites = [site for group in groups if group.way == "home" and group.home is home for site in group.sites]
        paths = world.survey.paths | taken | {row.path for row in files}
        for row in _tests(world, paths, around, sites, sized, options):
            if not options.leaves(part := Part("test", unit, row.path)):
                files.append(row)
                parts.append(Owned(row.path, part))
    return Outcome(edits, tuple(parts), tuple(files))


def _around(world: World, unit: str, home: Resource, options: Options, processes: Sequence[Process]) -> _Around:
    around = surroundings(world, unit, frozenset({home.path}), options, processes)
    use = around.health if options.health == "yes" else None
    form = import_form(world, use.path, home.path) if use is not None else None
    if use is None or form is None:
        return _Around(home, None, (), around.app)
    python = Floors(processes, world.survey.texts).python(home.path, (use.path,))
    wiring = Wiring(
        _as_module(world, home, form, options, python), health=True, close=False, template_dir=options.template_dir
    )
    return _Around(home, use, wire(world.facts[use.path], use, wiring), around.app)


def _tests(
    world: World, paths: frozenset[str], around: _Around, sites: Sequence[Resource], sized: Sized, options: Options
) -> tuple[NewFile, ...]:
    """The tests of a home that was sized or is asked by the health route, where other files take its engine now."""
    home, settings = around.home, sized.settings_of(around.home)
    module = world.modules.dotted(home.path, world.modules.root_of(home.path) or "")
    rewritten = tuple(path for path in taking(sites) if path != home.path)
    if not options.tests or module is None or not rewritten or (settings is None and around.health is None):
        return ()
    edits: Mapping[str, Sequence[Edit]] = {around.health.path: around.edits} if around.health is not None else {}
    probe = rerun(world, home, module, settings, options.pool)
    shared = _as_module(world, home, module, options)
    return wiring_tests(world, paths, Rewritten(shared, rewritten, around.health, around.app, edits, probe))


def _as_module(
    world: World, home: Resource, form: str, options: Options, python: tuple[int, int] = (3, 9)
) -> SharedModule:
    """The home as the wiring sees a shared module: where it is, what gives its engine, how its neighbours write."""
    engine = engine_of(home) or ""
    name = engine.removesuffix("()")
    getter = Getter(name, "", is_async=home.is_async, is_variable=engine == name)
    style = formatting(world.survey.texts, posixpath.dirname(home.path))
    return SharedModule(
        home.path,
        form,
        (getter,),
        SettingsReader(),
        options.pool,
        engines=(),
        python=python,
        quote=style.quote or quote_of([home.facts]),
        width=style.width,
    )
