"""The home of a database's engine: the module that makes it once per process and from which others take it."""

from __future__ import annotations

from collections.abc import Sequence

from consolidator.belonging import is_test_path
from consolidator.deciding.gain import Tally
from consolidator.meaning.derived import derived_names
from consolidator.meaning.importing import import_form
from consolidator.meaning.lifetime import is_cached, is_configured
from consolidator.meaning.shapes import returns
from consolidator.meaning.world import World
from consolidator.model import Expr, Resource
from consolidator.regex import lazy
from consolidator.registry import framework_uses
from consolidator.syntax.expressions import dotted

_NAME = lazy(r"(^|_)(db|databases?|sessions?|engines?|persistence)(_|$)")


def find_home(world: World, members: Sequence[Resource], tally: Tally) -> Resource | None:
    """The site, among those of one database, that is its home; None where none is.

    The one that most of the others can import, then the one that most serving processes reach, then
    one that somebody sized, then the one that the group's own modules import, then by its name, then
    the one with most importers; the first in its file, so that what stands below can take it.
    """
    entries = {path for process in tally.processes for path in process.entries}
    homes = [site for site in members if site.path not in entries and _is_home_of(world, site, members)]
    return max(homes, key=lambda site: _claim(world, site, members, tally), default=None)


def _is_home_of(world: World, site: Resource, members: Sequence[Resource]) -> bool:
    """Whether others take its engine already, or another site stands below it or in a module that imports its own.

    A module of routes or of the application itself is no home: services would import what serves them.
    """
    if framework_uses(site.facts) and any(member.path != site.path for member in members):
        return False
    if is_home(world, site):
        return True
    taken = world.modules.importers(site.path)
    below = any(m.path == site.path and m.call.expr.span.start > site.call.expr.span.start for m in members)
    beside = any(m.path in taken for m in members if m.path != site.path)
    return site.at_import and (below or beside) and engine_of(site) is not None


def is_home(world: World, site: Resource) -> bool:
    """Whether a site makes an engine once that other modules can take, and do take something of it."""
    return engine_of(site) is not None and bool(importers(world, site.path))


def engine_of(site: Resource) -> str | None:
    """The expression that gives the engine to whoever imports its first name: `engine`, `get_engine()`."""
    if site.at_import:
        return site.target if site.scope == "" and site.target.isidentifier() else None
    function = site.function
    if function is None or function.scope or function.params or function.is_async or function.is_generator:
        return None
    return f"{function.name}()" if is_cached(site) and _returns_engine(site) else None


def _returns_engine(site: Resource) -> bool:
    """Whether every way out of the function hands the engine out."""
    assert site.function is not None
    values = returns(site.function.body)
    return bool(values) and all(value is not None and _gives_engine(site, value) for value in values)


def _gives_engine(site: Resource, value: Expr) -> bool:
    """The new engine, the variable or container that keeps it, or another one made by the same function."""
    if value.span == site.call.expr.span or _is(value, site.target):
        return True
    if value.kind == "subscript":
        return True
    return value.kind == "call" and site.text(value.parts[0]) == site.text(site.call.expr.parts[0])


def _is(value: Expr, target: str) -> bool:
    return bool(target) and ".".join(dotted(value) or ()) == target


def _claim(
    world: World, site: Resource, members: Sequence[Resource], tally: Tally
) -> tuple[int, int, bool, int, bool, int, int]:
    taken = importers(world, site.path)
    kin = {other.path for other in members} & taken
    stem = site.path.rpartition("/")[2].removesuffix(".py")
    serving = sum(site.path in process.reach for process in tally.processes if process.serves)
    able = sum(can_take(world, other, site) for other in members if other is not site)
    return (
        able,
        serving,
        is_configured(site),
        len(kin),
        bool(_NAME.search(stem)),
        len(taken),
        -site.call.expr.span.start,
    )


def can_take(world: World, site: Resource, home: Resource) -> bool:
    """Whether a site's module can import the home's, at the top where the site runs at import."""
    if site.path == home.path:
        return True
    if import_form(world, site.path, home.path) is None:
        return False
    return not site.at_import or not world.modules.would_cycle([(site.path, home.path)])


def importers(world: World, path: str) -> frozenset[str]:
    """Files, tests aside, that take something from a module which gives them its engine."""
    names = derived_names(world, path)
    found = set()
    for where in world.modules.importers(path):
        facts = world.facts.get(where)
        if facts is None or is_test_path(where) or where == path:
            continue
        taken = {row.name for row in facts.imports if world.modules.resolve(where, row) == path}
        if taken & names or "*" in taken:
            found.add(where)
    for name in names:
        found |= {where for where, _ in world.refs_to(path, name) if where != path and not is_test_path(where)}
    return frozenset(found)
