"""The drivers' own pools of a repository to everything that becomes of them: edits, modules, findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from consolidator.deciding.driver_pools import HeldPool, SharedPool, driver_pools, pool_file
from consolidator.editing.driver_pool_edits import pool_edits, pool_findings
from consolidator.editing.wiring import surroundings, wire_up
from consolidator.frozen import dataclass, replace
from consolidator.meaning.sites import CreationSite
from consolidator.meaning.world import World
from consolidator.model import (
    Edit,
    Finding,
    NewFile,
    Options,
    Owned,
    PoolOptions,
    Process,
    SettingsReader,
    SharedModule,
)
from consolidator.planning.ignoring import heeded
from consolidator.planning.leaving import left_pools, site_part


@dataclass(frozen=True, slots=True)
class PoolPlan:
    """The pools to share and the creations that stay; `processes` are those of the repository."""

    shared: tuple[SharedPool, ...]
    held: tuple[HeldPool, ...]
    processes: tuple[Process, ...]

    def of(self, unit: str) -> tuple[SharedPool, ...]:
        """The pools of one deployable."""
        return tuple(pool for pool in self.shared if pool.unit == unit)

    @property
    def sites(self) -> list[CreationSite]:
        """Every creation."""
        return [
            *(pool.site for shared in self.shared for pool, _ in shared.sites),
            *(row.pool.site for row in self.held),
        ]

    @property
    def findings(self) -> list[Finding]:
        """What is told of each creation."""
        return pool_findings(self.shared, self.held)

    def new_files(self, world: World) -> list[NewFile]:
        """One module for each pool."""
        return [pool_file(world, pool) for pool in self.shared]

    def edits(self, world: World, wired: Collection[str], options: Options) -> dict[str, list[Edit]]:
        """The edits by file; applications are edited here but for those of the deployables in `wired`."""
        edits: dict[str, list[Edit]] = defaultdict(list, pool_edits(world, self.shared))
        for unit in sorted({pool.unit for pool in self.shared} - set(wired)):
            for path, rows in _wired_alone(world, unit, self.of(unit), options, self.processes).items():
                edits[path] += rows
        return edits

    def parts(self, world: World) -> list[Owned]:
        """Whose change of which file it is, but for the applications."""
        rows = [(shared, site_part(world, pool.site)) for shared in self.shared for pool, _ in shared.sites]
        return [Owned(path, part) for shared, part in rows for path in (part.path, shared.path)]


def plan_pools(world: World, options: Options, processes: Sequence[Process]) -> PoolPlan:
    """Decide on every pool."""
    shared, held = driver_pools(world)
    kept, left = left_pools(world, shared, options)
    return PoolPlan(tuple(kept), (*map(_heeding, held), *left), tuple(processes))


def _heeding(row: HeldPool) -> HeldPool:
    code, reason = heeded(row.pool.site, (row.code, row.reason))
    return HeldPool(row.pool, code, reason)


def _wired_alone(
    world: World,
    unit: str,
    pools: tuple[SharedPool, ...],
    options: Options,
    processes: Sequence[Process],
) -> Mapping[str, tuple[Edit, ...]]:
    """The edits of the applications of a deployable that has no engine to share."""
    sites = frozenset(pool.site.path for shared in pools for pool, _ in shared.sites)
    bare = replace(options, health="no")
    path = pools[0].path
    none = SharedModule(path, "", (), SettingsReader(), PoolOptions(), engines=())
    around = surroundings(world, unit, sites, bare, processes)
    return wire_up(world, around, none, (), None, bare, pools)
