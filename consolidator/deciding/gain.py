"""What a change of sites brings: which of them a serving process makes more engines with than it needs.

A site changes only where a process that serves then makes fewer engines of one database, or bounds what was
unbounded; everything else is left alone and says so.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from consolidator.belonging import is_test_path
from consolidator.frozen import dataclass
from consolidator.meaning.lifetime import is_handed_on
from consolidator.meaning.world import World
from consolidator.model import Process, Resource
from consolidator.processes.callers import Callers
from consolidator.processes.multiplicity import Multiplicity, plus
from consolidator.processes.occasions import Count


@dataclass(frozen=True, slots=True)
class Tally:
    """How many engines each process gets from each site; `of` asks one process."""

    world: World
    processes: tuple[Process, ...]
    counts: tuple[Multiplicity, ...]

    @classmethod
    def over(cls, world: World, processes: Sequence[Process]) -> Tally:
        """Tallies for all processes of a repository."""
        everyone = (*processes, *_library(world, processes))
        callers = Callers(world)
        run = frozenset[str]().union(*(process.reach for process in processes if process.kind == "worker"))
        return cls(world, everyone, tuple(_multiplicity(callers, process, run) for process in everyone))

    def served(self, site: Resource) -> tuple[Process, ...]:
        """The serving processes in which the site makes an engine."""
        return tuple(p for p, counts in self._serving() if counts.of(site) != 0)

    def starts_with(self, site: Resource) -> tuple[Process, ...]:
        """The serving processes that make engines there as they start, a number of times, and keep none of them."""
        if site.at_import or is_handed_on(self.world, site):
            return ()
        return tuple(p for p, counts in self._serving() if counts.of(site))

    def gaining(self, sites: Sequence[Resource]) -> tuple[Resource, ...]:
        """The sites of one database with which a serving process makes more than one engine."""
        found: dict[Resource, None] = {}
        for _, counts in self._serving():
            here = {site: self._lasting(site, counts) for site in sites}
            total = plus(here.values())
            if total is None or total > 1:
                found |= {site: None for site in sites if here[site] != 0}
        return tuple(site for site in sites if site in found)

    def _lasting(self, site: Resource, counts: Multiplicity) -> Count:
        """The engines that outlive the call which makes them, or are made again and again."""
        count = counts.of(site)
        return 0 if count is not None and not site.at_import and not is_handed_on(self.world, site) else count

    def is_unbounded(self, site: Resource) -> bool:
        """Whether a serving process makes one engine after another there."""
        return any(counts.of(site) is None for _, counts in self._serving())

    def is_made_once(self, site: Resource) -> bool:
        """Whether no serving process makes more than one engine there."""
        return all(made is not None and made <= 1 for made in (counts.of(site) for _, counts in self._serving()))

    def reached(self) -> frozenset[str]:
        """The files that serving processes load."""
        return frozenset[str]().union(*(process.reach for process in self.processes if process.serves))

    def reruns(self, path: str) -> bool:
        """Whether a serving process runs a module anew again and again, so that nothing can be kept in it."""
        return any(process.serves and path in _reruns(process) for process in self.processes)

    def runs(self, process: Process, path: str, scope: str) -> Count:
        """How often a process runs the function that a scope of a file is or lies in; unbounded where it is none."""
        names = [scope, *(scope.rsplit(".", n)[0] for n in range(1, scope.count(".") + 1))]
        function = next((found for name in names if (found := self.world.function(path, name)) is not None), None)
        counts = next(c for p, c in zip(self.processes, self.counts, strict=True) if p is process)
        return counts.runs(path, function) if function is not None else None

    def total(self, process: Process, sites: Sequence[Resource]) -> Count:
        """The engines that a process makes at these sites."""
        counts = next(c for p, c in zip(self.processes, self.counts, strict=True) if p is process)
        return plus(counts.of(site) for site in sites)

    def _serving(self) -> list[tuple[Process, Multiplicity]]:
        return [(p, c) for p, c in zip(self.processes, self.counts, strict=True) if p.serves]

    def alone(self, site: Resource) -> tuple[str, str]:
        """Why a site without gain stays: finding code and reason."""
        starting = self.starts_with(site)
        if starting:
            does = "makes it as it starts, and keeps" if len(starting) == 1 else "make it as they start, and keep"
            return "CE210", f"{_listed([p.name for p in starting])} {does} it for no longer"
        serving = self.served(site)
        if serving:
            names = _listed([p.name for p in serving])
            make = "makes" if len(serving) == 1 else "each make"
            return "CE209", f"{names} {make} one {site.kind} of this database, here"
        running = [p.name for p, c in zip(self.processes, self.counts, strict=True) if c.of(site) != 0]
        if running:
            return "CE207", f"it runs in {_listed(running)}, which ends when its work is done"
        return "CE207", "no process that serves is seen to run it"


LIBRARY = "library"
"""The name of the process that nobody is seen to start: a library is called from outside, again and again."""


def _library(world: World, processes: Sequence[Process]) -> Iterator[Process]:
    """Where no process of the repository serves, what none of them reaches, and can be imported, is a library's."""
    if any(process.serves for process in processes):
        return
    reached = frozenset[str]().union(*(process.reach for process in processes))
    rest = frozenset(
        path for path in world.facts if path not in reached and not is_test_path(path) and _has_name(world, path)
    )
    if rest:
        yield Process(LIBRARY, "loop", "", "", (), "", reach=rest)


def _has_name(world: World, path: str) -> bool:
    """Whether a file can be reached by import: every folder below its root and its own name are identifiers."""
    root = world.modules.root_of(path)
    inner = path[len(root) + 1 if root else 0 :].removesuffix(".py")
    return all(part.isidentifier() for part in inner.split("/"))


_QUEUEING = ("web", "scheduler", "streamlit")
"""Kinds of processes that load a worker's tasks to queue them, and run none."""


def _multiplicity(callers: Callers, process: Process, run: frozenset[str]) -> Multiplicity:
    """The counts of a process; `run` are the files that workers load."""
    is_library = process.name == LIBRARY and not process.source
    queues = run if process.kind in _QUEUEING else frozenset[str]()
    return Multiplicity(callers, process.reach, frozenset(process.entries), _reruns(process), is_library, queues)


def _reruns(process: Process) -> frozenset[str]:
    """The scripts that Streamlit runs anew at each interaction: the entry and the pages beside it.

    https://docs.streamlit.io/develop/concepts/architecture/run-your-app
    """
    if process.kind != "streamlit":
        return frozenset()
    folders = {posixpath.join(posixpath.dirname(path), "pages") for path in process.entries}
    return frozenset({*process.entries, *(p for p in process.reach if posixpath.dirname(p) in folders)})


def _listed(names: Sequence[str]) -> str:
    shown = [f"`{name}`" for name in dict.fromkeys(names)]
    if len(shown) > 3:
        shown = [*shown[:2], f"{len(shown) - 2} more processes"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
