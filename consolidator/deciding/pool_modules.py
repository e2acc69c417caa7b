"""Creations of the drivers' own pools to the modules that each hold one for many sites, and those that stay."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from consolidator.deciding.gain import Tally
from consolidator.deciding.grouping import Group, Held, unit_of, with_neighbours
from consolidator.deciding.placing import place
from consolidator.deciding.pool_checkouts import relying
from consolidator.deciding.pool_names import database_words, noun_of
from consolidator.deciding.pool_sizes import labels, lasting, shared_sizes, size_at, sizes_to_write
from consolidator.deciding.pool_uses import Use, use_of
from consolidator.deciding.relocation import NotRelocatable, Relocator
from consolidator.filetree import is_taken
from consolidator.frozen import dataclass
from consolidator.meaning.importing import import_form
from consolidator.meaning.world import World
from consolidator.model import PoolType, Resource
from consolidator.patterns.shared_module import is_pool_module

_FILES = ("driver_pool.py", "shared_driver_pool.py", "driver_pool_of_service.py")


@dataclass(frozen=True, slots=True)
class PoolModule:
    """One pool for many sites: the module that will hold it, and what its functions are called for.

    `arguments` and `imports` are those of its creation there.
    """

    group: Group
    path: str
    noun: str
    arguments: str
    imports: tuple[str, ...]
    is_kept: bool
    """Whether a variable keeps it somewhere, which would be left with a closed pool where the application closed it."""

    @property
    def pool(self) -> PoolType:
        """What the pool is like."""
        return self.group.sites[0].pool

    @property
    def getter(self) -> str:
        """The function that returns the pool."""
        return f"get_{self.noun}"


def pool_modules(
    world: World, pools: Sequence[Resource], tally: Tally, fixed: Collection[Resource], is_asked: bool = False
) -> tuple[tuple[PoolModule, ...], tuple[Held, ...], Mapping[Resource, tuple[str, str]]]:
    """The modules that hold the pools to share, the creations that stay, and what is assumed of those that do not.

    Those `fixed` never change. Where it `is_asked`, what would wait for itself on one pool is shared on an assumption.
    """
    assumed: dict[Resource, tuple[str, str]] = {}
    held: list[Held] = []
    buckets: dict[tuple[object, ...], list[tuple[Resource, Use]]] = defaultdict(list)
    for site in pools:
        use = _shared_elsewhere(world, site, fixed) or use_of(world, site)
        if isinstance(use, Use):
            buckets[unit_of(world, site.path), site.pool, site.source.key, lasting(site)].append((site, use))
        else:
            held.append(Held(site, *use))
    found: list[PoolModule] = []
    for members in sorted(buckets.values(), key=lambda members: _rank(members[0][0])):
        left = _staying(members, tally)
        held += [Held(site, *why) for site, why in left.items()]
        rest = [row for row in members if row[0] not in left]
        relied = {} if members[0][0].pool.refuses else relying(world, rest)
        if is_asked:
            assumed |= relied
        else:
            rest = [row for row in rest if row[0] not in relied]
            relied |= _staying(rest, tally) if relied and rest else {}
            rest = [row for row in rest if row[0] not in relied]
            held += [Held(site, *why) for site, why in relied.items()]
        result = _module(world, rest, found) if rest else None
        if isinstance(result, PoolModule):
            found.append(result)
        elif result is not None:
            held += [Held(site, *result) for site, _ in rest]
    return tuple(found), tuple(held), assumed


def _rank(site: Resource) -> tuple[bool, int]:
    """The main database first, and of its pools the plainest."""
    return bool(database_words(site)), len(lasting(site))


def _staying(members: Sequence[tuple[Resource, Use]], tally: Tally) -> dict[Resource, tuple[str, str]]:
    """Creations of one database of which no serving process gains, with the reason."""
    sites = [site for site, _ in members]
    alone = _alone(members[0][1]) if len(members) == 1 else None
    if alone is not None:
        return {sites[0]: alone}
    gaining = with_neighbours(tally.gaining(sites), sites)
    return {site: tally.alone(site) for site in sites if site not in gaining}


def _shared_elsewhere(world: World, site: Resource, fixed: Collection[Resource]) -> tuple[str, str] | None:
    """Whether the deployable has a pool of an earlier run, which nobody knows to be of the same database."""
    unit = unit_of(world, site.path)
    made = (row.path for row in fixed if is_pool_module(row))
    other = next((path for path in made if unit_of(world, path) == unit), None)
    return None if other is None else ("CE309", f"the service has a shared pool in {other}")


def _module(
    world: World, members: Sequence[tuple[Resource, Use]], others: Sequence[PoolModule]
) -> PoolModule | tuple[str, str]:
    """The one pool of several creations, or the reason why they stay; `others` have their names already."""
    first = members[0][0]
    if first.pool.refuses:
        return "CE314", "a shared one would refuse the callers that many serve: it does not let them wait"
    group = Group(unit_of(world, first.path), first.is_async, first.source, tuple(site for site, _ in members))
    is_kept = any(use.kind == "kept" for _, use in members)
    kin = [row.group for row in others if row.group.unit == group.unit]
    taken = frozenset(row.noun for row in others if row.group.unit == group.unit)
    noun = noun_of(group.sites, [each.sites for each in kin], taken)
    path = _path(world, group, noun, {row.path for row in others})
    if path is None or any(import_form(world, site.path, path) is None for site in group.sites):
        return "CE211", "a module for the shared pool cannot be shown to be importable from here"
    closed = frozenset(site.path for site in group.sites)
    for site in group.sites:
        try:
            arguments, imports = _arguments(Relocator(world, path, closed), site, group.sites)
        except NotRelocatable:
            continue
        return PoolModule(group, path, noun, arguments, imports, is_kept)
    return "CE211", "its arguments can only be read where it stands"


def _alone(use: Use) -> tuple[str, str] | None:
    """Why a database's only creation stays; None where each call makes another pool that is left open."""
    if use.kind == "kept":
        return "CE208", "it is the only pool of its database and is kept for the whole process"
    if use.kind == "with" or (use.kind == "local" and use.endings):
        return "CE210", "it is a temporary pool that is closed where it was made"
    return None


def _path(world: World, group: Group, noun: str, taken: set[str]) -> str | None:
    """A free file beside where the shared module would be, that no site's module is imported by."""
    folder = posixpath.dirname(place(world, world.survey.paths, group.unit, [group], None))
    prefix = "" if noun == "db_pool" else f"{noun.removesuffix('_pool')}_"
    for name in _FILES:
        path = posixpath.join(folder, prefix + name)
        fits = not is_taken((*world.survey.paths, *taken), path)
        if fits and not world.modules.would_cycle([(site.path, path) for site in group.sites]):
            return path
    return None


def _arguments(relocator: Relocator, site: Resource, sites: Sequence[Resource]) -> tuple[str, tuple[str, ...]]:
    """The creation's arguments as the shared module writes them, with sizes for all sites.

    An async pool is opened by the module itself.
    """
    texts: list[str] = []
    imports: list[str] = []
    opens = site.pool.opener == "open"
    named, left = labels(sites), sizes_to_write(site, sites)
    sizes = shared_sizes(sites)
    for at, (key, value) in enumerate(site.arguments):
        size = size_at(site, at, key)
        if (opens and key == "open") or (key in site.pool.labels and key not in named):
            continue
        if size is not None and size.name in sizes:
            texts += [str(left.pop(size.name))] if key is None else [f"{name}={n}" for name, n in left.items()]
            left = left if key is None else {}
            continue
        moved = relocator.move(site.path, value, site.scope)
        texts.append(f"{key}={moved.text}" if key else moved.text)
        imports += [line for line in moved.imports if line not in imports]
    texts += [f"{name}={number}" for name, number in left.items()]
    return ", ".join([*texts, "open=False"] if opens else texts), tuple(imports)
