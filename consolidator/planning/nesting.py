"""Requests that hold a connection and take another of the same pool: it is made large enough, or the sites stay.

Of threads that each hold one connection and wait for a second, one can always finish where the pool has one more
connection than there are threads. https://docs.sqlalchemy.org/en/20/errors.html#error-3o7r
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from consolidator.deciding.gain import Tally
from consolidator.deciding.grouping import Group, Held
from consolidator.deciding.merging import suggested
from consolidator.frozen import dataclass, replace
from consolidator.hazards._scene import Scene
from consolidator.hazards.nested_checkout import CODE, Risk, risks
from consolidator.meaning.world import World
from consolidator.model import Finding, Options, Process, Resource
from consolidator.planning.reporting import most_connections
from consolidator.planning.sharing import group_of, id_of
from consolidator.processes import max_connections

_THREADS = 40
"""Threads in which Starlette runs functions that are not async (https://www.starlette.io/threadpool/)."""
_LIMIT, _RESERVED = 100, 3
"""`max_connections` where no file gives it, and those kept for superusers (postgresql.org, connection settings)."""
_THREADED = ("web", "streamlit")


@dataclass(frozen=True, slots=True)
class Nesting:
    """The sites that stay, and the most that a new pool may open beyond its size; None: what it would anyway."""

    held: tuple[Held, ...] = ()
    overflow: int | None = None

    def applied(self, options: Options) -> Options:
        """The options with the pool that the requests need."""
        if self.overflow is None:
            return options
        return replace(options, pool=replace(options.pool, max_overflow=self.overflow))


def nesting(scene: Scene, groups: Sequence[Group], tally: Tally, options: Options) -> Nesting:
    """What nested checkouts ask of the groups; nothing where the user gives the sizes or takes what needs review."""
    if not scene.shared or options.include_review or options.pool.explicit & {"size", "max_overflow"}:
        return Nesting()
    world, groups_by_site = scene.world, group_of(groups)
    held: dict[Resource, Held] = {}
    overflow = None
    for risk in risks(scene):
        group = next(groups_by_site[each] for each in risk.sites if each in groups_by_site)
        needed = max((_at_once(tally, p, risk) + 1 for p in _serving(tally, [risk.path])), default=1)
        if needed == 1 or (not group.is_async and needed <= _capacity(group, options)):
            continue
        if _fits(world, tally, group, needed):
            overflow = max(overflow or 0, needed - suggested(options.pool, group.sites).size)
        else:
            held |= {site: Held(site, CODE, _reason(risk)) for site in group.sites if id_of(site) in risk.sites}
    return Nesting(tuple(held.values()), overflow)


def told(findings: Iterable[Finding], found: Nesting) -> tuple[Finding, ...]:
    """The findings, with what is done about nested checkouts said where they are."""
    if found.overflow is None:
        return tuple(findings)
    said = f"; the pool may open {found.overflow} beyond its size for this, so that one thread can always finish"
    return tuple(
        replace(row, reason=row.reason + said) if row.code == CODE and row.level == "warning" else row
        for row in findings
    )


def _capacity(group: Group, options: Options) -> int:
    """The connections that the group's engine will open at most."""
    if group.way == "module":
        pool = suggested(options.pool, group.sites)
        return pool.size + pool.max_overflow
    return most_connections(group.home or max(group.sites, key=most_connections))


def _fits(world: World, tally: Tally, group: Group, needed: int) -> bool:
    """Whether a new pool may be that large: of one that stays, and of tasks without a bound, nothing is known."""
    if group.way != "module" or group.is_async:
        return False
    limit = (max_connections(world.survey.texts) or (_LIMIT, ""))[0] - _RESERVED
    running = _serving(tally, [site.path for site in group.sites])
    return sum(process.workers * process.replicas * needed for process in running) <= limit


def _serving(tally: Tally, paths: Sequence[str]) -> Iterator[Process]:
    return (p for p in tally.processes if p.serves and any(path in p.reach for path in paths))


def _at_once(tally: Tally, process: Process, risk: Risk) -> int:
    """How many threads may hold a connection at once: one for each time that the function runs, if that is known."""
    times = tally.runs(process, risk.path, risk.scope)
    return _threads(process) if times is None else min(_threads(process), times)


def _threads(process: Process) -> int:
    if process.threads is not None:
        return process.threads
    return _THREADS if process.kind in _THREADED else 1


def _reason(risk: Risk) -> str:
    places = f"{risk.path}:{risk.line} holds a connection and takes another at {risk.inner}"
    return f"{places}, so that calls would wait for each other on one pool"
