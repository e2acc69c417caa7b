"""Sites to groups that can share one engine, and the sites for which sharing brings nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consolidator.deciding.merging import signature, travelling
from consolidator.meaning.derived import derived_names
from consolidator.meaning.lifetime import is_cached, is_configured
from consolidator.meaning.sites import CreationSite, refs_in
from consolidator.meaning.sources import Source, is_test_path
from consolidator.meaning.world import World

_HOME = re.compile(r"(^|_)(db|databases?|sessions?|engines?|persistence)(_|$)")


@dataclass(frozen=True, slots=True)
class Group:
    """Sites of one deployable that mean one database, with the same driver family and the same lasting options.

    `home` is the site whose module others already take the engine from; it is adopted in place.
    """

    unit: str
    is_async: bool
    source: Source
    sites: tuple[CreationSite, ...]
    home: CreationSite | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A site that stays as it is: finding code and reason in words."""

    site: CreationSite
    code: str
    reason: str


def unit_of(world: World, path: str) -> str:
    """The deployable that a file belongs to: the innermost import root that it uses and lies under."""
    return world.modules.root_of(path) or ""


def group_sites(world: World, sites: Iterable[CreationSite]) -> tuple[tuple[Group, ...], tuple[Held, ...]]:
    """Groups worth consolidating and the sites held back, both in source order."""
    buckets: dict[tuple[str, bool, str, object], list[CreationSite]] = defaultdict(list)
    for site in sites:
        lasting = signature(site, travelling(site))
        buckets[unit_of(world, site.path), site.is_async, site.source.key, lasting].append(site)
    groups, held = [], []
    for (unit, is_async, _, _), members in buckets.items():
        group = Group(unit, is_async, members[0].source, tuple(members), _home(world, members))
        alone = _alone(world, group) if len(members) == 1 else None
        if alone is not None:
            held.append(Held(members[0], *alone))
        else:
            groups.append(group)
    return tuple(groups), tuple(held)


def _home(world: World, members: Sequence[CreationSite]) -> CreationSite | None:
    """The module-level engine that others take: the group's own modules first, then by its name, then most modules."""
    homes = [site for site in members if site.at_import and site.target and importers(world, site.path)]
    return max(homes, key=lambda site: _claim(world, site, members), default=None)


def _claim(world: World, site: CreationSite, members: Sequence[CreationSite]) -> tuple[int, bool, int, int]:
    taken = importers(world, site.path)
    kin = {other.path for other in members} & taken
    stem = site.path.rpartition("/")[2].removesuffix(".py")
    return len(kin), bool(_HOME.search(stem)), len(taken), -site.call.expr.span.start


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


def _alone(world: World, group: Group) -> tuple[str, str] | None:
    """Why a database's only site stays as it is; None where it is worth changing."""
    site = group.sites[0]
    if is_configured(site):
        return "CE208", "it is the only engine of its database and its pool is configured"
    if any(key is None for key, _ in site.options):
        return "CE212", "some of its options are only known at run time"
    if site.at_import:
        if group.home is not None:
            return None
        return "CE209", "it is the only engine of its database and is made once"
    return _alone_in_function(world, site)


def _alone_in_function(world: World, site: CreationSite) -> tuple[str, str] | None:
    assert site.function is not None
    if is_cached(site):
        return "CE208", "it is the only engine of its database and is already kept for the whole process"
    if site.target and any("dispose" in r.dotted for r in refs_in(site.facts, site.scope, site.target)):
        return "CE210", "it is a temporary engine that is disposed where it was made"
    if site.function.name == "main" or _runs_once(world, site):
        return "CE209", "it is the only engine of its database and is made once"
    return None


def _runs_once(world: World, site: CreationSite) -> bool:
    """Whether the only callers run while modules are imported: the engine is then made once a process."""
    function = site.function
    assert function is not None
    name = function.qualname if not function.is_method else function.scope
    calls = [call for path, call in world.calls_to(site.path, name) if not is_test_path(path)]
    return len(calls) == 1 and calls[0].at_import
