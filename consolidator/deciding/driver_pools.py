"""Creations of the drivers' own pools to the pools that one deployable shares, and those that stay, with the reason."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Sequence

from consolidator.deciding.driver_pool_uses import Use, use_of
from consolidator.deciding.grouping import Group, unit_of
from consolidator.deciding.placing import place
from consolidator.deciding.relocation import NotRelocatable, Relocator
from consolidator.deciding.restraint import held_back
from consolidator.deciding.targets import quote_of
from consolidator.filetree import is_taken
from consolidator.frozen import dataclass
from consolidator.meaning.driver_pool_sites import Driver, PoolSite, find_pools
from consolidator.meaning.importing import import_form
from consolidator.meaning.sources import Follower
from consolidator.meaning.world import World
from consolidator.model import Expr, NewFile
from consolidator.processes.versions import Versions
from consolidator.regex import lazy

_FILES = ("driver_pool.py", "shared_driver_pool.py", "driver_pool_of_service.py")
_WORDS = lazy(r"database|sqlalchemy|postgres(ql)?|(?<![a-z])pg(?![a-z])|mysql|db|url|uri|dsn|connection|string|_")
_LASTING = {
    "set_type_codec",
    "set_builtin_type_codec",
    "row_factory",
    "set_autocommit",
    "autocommit",
    "prepare_threshold",
}
_STATE = lazy(r"^\s*(SET\s+(?!LOCAL)|CREATE\s+(LOCAL\s+|GLOBAL\s+)?TEMP|PREPARE\s|LOCK\s)|advisory_lock\b", re.I)


@dataclass(frozen=True, slots=True)
class HeldPool:
    """A creation that stays: finding code and reason in words."""

    pool: PoolSite
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class SharedPool:
    """One pool for many sites: the module that will hold it, and what its functions are called for.

    `arguments` and `imports` are those of its creation there.
    """

    unit: str
    driver: Driver
    sites: tuple[tuple[PoolSite, Use], ...]
    path: str
    noun: str
    arguments: str
    imports: tuple[str, ...]

    @property
    def getter(self) -> str:
        """The function that returns the pool."""
        return f"get_{self.noun}"

    @property
    def is_wired(self) -> bool:
        """Whether the application closes it: not while a variable keeps it, which would be left with a closed one."""
        return all(use.kind != "kept" for _, use in self.sites)


def driver_pools(world: World) -> tuple[tuple[SharedPool, ...], tuple[HeldPool, ...]]:
    """The pools to share, and the creations that stay."""
    held: list[HeldPool] = []
    buckets: dict[tuple[object, ...], list[tuple[PoolSite, Use]]] = defaultdict(list)
    found = [pool for pool in find_pools(world) if world.scope.holds(pool.site.path)]
    for pool in found:
        why = _why_apart(world, pool, found)
        use = use_of(world, pool) if why is None else why
        if isinstance(use, Use):
            options = tuple(sorted((key or "", pool.site.text(value)) for key, value in pool.site.options))
            key = unit_of(world, pool.site.path), pool.driver, pool.site.source.key, options
            buckets[key].append((pool, use))
        else:
            held.append(HeldPool(pool, *use))
    shared: list[SharedPool] = []
    for members in buckets.values():
        result = _shared(world, members, {pool.path for pool in shared}, {pool.noun for pool in shared})
        if isinstance(result, SharedPool):
            shared.append(result)
        else:
            held += [HeldPool(pool, *result) for pool, _ in members]
    return tuple(shared), tuple(held)


def _why_apart(world: World, pool: PoolSite, everyone: Sequence[PoolSite]) -> tuple[str, str] | None:
    if _is_generated(pool):
        return "CE208", "it is the shared pool"
    found = held_back(pool.site, world)
    if found is not None:
        return found
    unit = unit_of(world, pool.site.path)
    other = next((p.site.path for p in everyone if _is_generated(p) and unit_of(world, p.site.path) == unit), None)
    if other is not None:
        return "CE309", f"the service has a shared pool in {other}"
    unnamed = pool.site.call.expr.keywords if pool.driver.position else pool.site.options
    if any(key is None for key, _ in unnamed):
        return "CE212", "some of its arguments are only known at run time"
    if any(_depends(world, pool, value) for _, value in pool.site.options):
        return "CE212", "some of its options depend on the call"
    return _leaves_state(world, pool)


def _is_generated(pool: PoolSite) -> bool:
    names = {function.name for function in pool.site.facts.functions}
    return "_after_fork_in_child" in names and any(name.startswith("init_") for name in names)


def _depends(world: World, pool: PoolSite, value: Expr) -> bool:
    return Follower(world).follow(pool.site.path, value, pool.site.scope).data is not None


def _leaves_state(world: World, pool: PoolSite) -> tuple[str, str] | None:
    """Whether the code that uses its connections leaves something on them for the next user."""
    for path in {pool.site.path, *world.modules.importers(pool.site.path)} & set(world.facts):
        facts = world.facts[path]
        names = {name for ref in facts.refs for name in ref.dotted[1:]}
        if names & _LASTING or (not pool.driver.resets and any(_STATE.search(text.value) for text in facts.texts)):
            return "CE304", "its connections are set up for their user, and the next one would find them so"
        if pool.driver.opener == "connect" and "transaction" in names:
            return "CE304", "a shared Database has one transaction for each task, which would take in other code's work"
    return None


def _shared(
    world: World,
    members: Sequence[tuple[PoolSite, Use]],
    paths: set[str],
    nouns: set[str],
) -> SharedPool | tuple[str, str]:
    """The one pool of several creations, or the reason why they stay."""
    first = members[0][0]
    alone = _alone(members[0][1]) if len(members) == 1 else None
    if alone is not None:
        return alone
    if first.driver.refuses:
        return "CE314", "a shared one would refuse the callers that many serve: it does not let them wait"
    unit = unit_of(world, first.site.path)
    noun = _noun(first, nouns)
    path = _path(world, unit, [pool for pool, _ in members], noun, paths)
    if path is None or any(import_form(world, pool.site.path, path) is None for pool, _ in members):
        return "CE211", "a module for the shared pool cannot be shown to be importable from here"
    closed = frozenset(pool.site.path for pool, _ in members)
    for pool, _ in members:
        try:
            arguments, imports = _arguments(Relocator(world, path, closed), pool)
        except NotRelocatable:
            continue
        return SharedPool(unit, first.driver, tuple(members), path, noun, arguments, imports)
    return "CE211", "its arguments can only be read where it stands"


def _alone(use: Use) -> tuple[str, str] | None:
    """Why a database's only creation stays; None where each call makes another pool that is left open."""
    if use.kind == "kept":
        return "CE208", "it is the only pool of its database and is kept for the whole process"
    if use.kind == "with" or (use.kind == "local" and use.endings):
        return "CE210", "it is a temporary pool that is closed where it was made"
    return None


def _noun(pool: PoolSite, taken: set[str]) -> str:
    source = pool.site.source
    words = _WORDS.sub(" ", (source.env or (source.field or ("", "", ""))[2]).lower()).split()
    names = ["db_pool", f"{'_'.join(words) or 'other'}_pool", *(f"db_pool_{number}" for number in range(2, 100))]
    return next(name for name in names if name not in taken)


def _path(world: World, unit: str, pools: Sequence[PoolSite], noun: str, taken: set[str]) -> str | None:
    """A free file beside where the shared module would be, that no site's module is imported by."""
    groups = [Group(unit, pool.site.is_async, pool.site.source, (pool.site,)) for pool in pools]
    folder = posixpath.dirname(place(world, world.survey.paths, unit, groups, None))
    prefix = "" if noun == "db_pool" else f"{noun.removesuffix('_pool')}_"
    for name in _FILES:
        path = posixpath.join(folder, prefix + name)
        fits = not is_taken((*world.survey.paths, *taken), path)
        if fits and not world.modules.would_cycle([(pool.site.path, path) for pool in pools]):
            return path
    return None


def _arguments(relocator: Relocator, pool: PoolSite) -> tuple[str, tuple[str, ...]]:
    """The creation's arguments as the shared module writes them; an async pool is opened by the module itself."""
    texts: list[str] = []
    imports: list[str] = []
    opens = pool.driver.opener == "open"
    for key, value in pool.arguments:
        if opens and key == "open":
            continue
        moved = relocator.move(pool.site.path, value, pool.site.scope)
        texts.append(f"{key}={moved.text}" if key else moved.text)
        imports += [line for line in moved.imports if line not in imports]
    return ", ".join([*texts, "open=False"] if opens else texts), tuple(imports)


def pool_file(world: World, pool: SharedPool) -> NewFile:
    """The module that holds the pool."""
    driver = pool.driver
    values: tuple[tuple[str, object], ...] = (
        ("noun", pool.noun),
        ("package", driver.creator.partition(".")[0]),
        ("pool", driver.pool),
        ("creator", driver.creator),
        ("arguments", pool.arguments),
        ("imports", pool.imports),
        ("is_async", driver.is_async),
        ("opener", driver.opener),
        ("closers", tuple((name, name in driver.waits) for name in driver.closers)),
        ("python", Versions(world.survey.texts).python(posixpath.dirname(pool.path)) or (3, 9)),
        ("quote", quote_of(row.site.facts for row, _ in pool.sites)),
    )
    return NewFile(pool.path, "driver_pool.py.j2", values, reason="makes the pool once")
