"""What surrounds the shared module: the health route, the shutdown, the tests that come along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from consolidator.belonging import is_test_path
from consolidator.deciding.grouping import unit_of
from consolidator.editing.conversion import Conversion
from consolidator.editing.converters import Chosen
from consolidator.frameworks.choosing import choose_close, choose_health, root_app
from consolidator.frameworks.wiring import Owner, Wiring
from consolidator.frozen import dataclass, replace
from consolidator.meaning.importing import import_form
from consolidator.meaning.lifetime import Disposal, disposals
from consolidator.meaning.world import World
from consolidator.model import (
    Edit,
    FrameworkUse,
    Options,
    Process,
    RemoveStatement,
    Span,
    UnwrapFinally,
)
from consolidator.registry import framework_uses, wire


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Who serves the deployable: where the health route goes and who closes the pools."""

    health: FrameworkUse | None
    closers: tuple[FrameworkUse, ...]
    app: FrameworkUse | None = None


def surroundings(
    world: World, unit: str, sites: frozenset[str], options: Options, processes: Sequence[Process]
) -> Surroundings:
    """The application of one deployable and the workers that use its engines; test code is left out.

    An application in whose processes none of the `sites` is loaded has nothing to close, and nothing to tell of.
    """
    inside = {p: f for p, f in world.facts.items() if world.scope.holds(p) and not is_test_path(p)}
    modules = [facts for path, facts in inside.items() if unit_of(world, path) == unit]
    uses = [use for facts in modules for use in framework_uses(facts) if _meets(processes, use.path, sites)]
    left = {row.part.path for row in options.left if (row.part.kind, row.part.unit) == ("wiring", unit)}
    health = choose_health(uses, options.health)
    closers = [use for use in choose_close(uses, modules) if use.kind != "worker" or _reaches(world, use.path, sites)]
    wanted = tuple(use for use in closers if use.path not in left)
    return Surroundings(health if health is not None and health.path not in left else None, wanted, root_app(uses))


def _meets(processes: Sequence[Process], path: str, sites: frozenset[str]) -> bool:
    """Whether a serving process loads a file and one of the sites; also where none is seen to load the file."""
    loading = [process for process in processes if process.serves and path in process.reach]
    return not loading or any(process.reach & sites for process in loading)


def _reaches(world: World, path: str, sites: frozenset[str]) -> bool:
    """Whether a worker's module runs code that uses the engine: it imports a site's module, near or far."""
    graph = world.modules.graph()
    seen, queue = {path}, [path]
    while queue:
        for nearby in graph.get(queue.pop(), frozenset()) - seen:
            seen.add(nearby)
            queue.append(nearby)
    return bool(seen & sites)


def wire_up(
    world: World,
    around: Surroundings,
    chosen: Chosen,
    options: Options,
) -> Mapping[str, tuple[Edit, ...]]:
    """The edits that connect the shared module, the client and the drivers' pools to the service around, by file."""
    edits: dict[str, list[Edit]] = defaultdict(list)
    shared, ends = chosen.shared, shutdown_disposals(world, chosen.conversions)
    elsewhere = {row.path for row in ends} - {use.path for use in around.closers}
    for use in _all_uses(around):
        form = import_form(world, use.path, shared.path)
        if form is None or use.path not in world.facts:
            continue
        wiring = Wiring(
            replace(shared, module=form),
            health=_is(use, around.health) and bool(shared.getters),
            close=any(_is(use, closer) for closer in around.closers) and not elsewhere,
            disposed=tuple(row.statement for row in ends if row.path == use.path),
            owners=tuple(_owners(world, use.path, chosen)),
            template_dir=options.template_dir,
        )
        found = wire(world.facts[use.path], use, wiring)
        edits[use.path] += found
        edits[use.path] += _unwrapped(found, [row for row in ends if row.path == use.path])
    return {path: tuple(rows) for path, rows in edits.items() if rows}


def _owners(world: World, path: str, chosen: Chosen) -> Iterator[Owner]:
    """The client and the drivers' pools that a file can open and close."""
    client = chosen.client
    form = import_form(world, path, client.path) if client else None
    if client is not None and form is not None:
        yield Owner(form, "init_db_client", "close_db_client", closes_async=client.is_async)
    for module in chosen.pools:
        form = import_form(world, path, module.path)
        if form is not None and not module.is_kept:
            yield Owner(form, "", f"close_{module.noun}", closes_async=module.pool.is_async)


def _all_uses(around: Surroundings) -> list[FrameworkUse]:
    """Each object once: the health route's own values win where one object gets both."""
    uses = [around.health] if around.health is not None else []
    return uses + [use for use in around.closers if not any(_is(use, known) for known in uses)]


def _is(use: FrameworkUse, other: FrameworkUse | None) -> bool:
    return other is not None and (use.path, use.name, use.scope) == (other.path, other.name, other.scope)


def shutdown_disposals(world: World, conversions: Sequence[Conversion]) -> tuple[Disposal, ...]:
    """Where the service itself disposes of a module-level engine that is shared from now on."""
    found: dict[tuple[str, Span], Disposal] = {}
    for conversion in conversions:
        for site in conversion.group.sites:
            if not site.at_import or not site.target:
                continue
            for where, ref in world.refs_to(site.path, site.target):
                function = world.function(where, ref.scope)
                if "dispose" not in ref.dotted or function is None or is_test_path(where):
                    continue
                head = ".".join(ref.dotted[: ref.dotted.index("dispose")]).removesuffix(".sync_engine")
                rows = disposals(world.facts[where], ref.scope, head, function.body) or ()
                found |= {(where, row.statement): row for row in rows}
    return tuple(found.values())


def _unwrapped(edits: Sequence[Edit], ends: Sequence[Disposal]) -> list[Edit]:
    """A `try` whose `finally` only disposed loses it where the disposal was taken out, not where it was replaced."""
    gone = {edit.span for edit in edits if isinstance(edit, RemoveStatement)}
    return [UnwrapFinally(row.unwraps) for row in ends if row.statement in gone and row.unwraps is not None]
