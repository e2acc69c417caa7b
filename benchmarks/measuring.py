"""Commands in; processor time, wall time and memory out, taken in turn so that a busy machine slows all alike."""

from __future__ import annotations

import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONSOLIDATE = (sys.executable, "-m", "consolidator")
Command = tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """One run of a program, with all that it started: seconds of processor and wall time, megabytes at the most."""

    cpu: float
    wall: float
    megabytes: float


@dataclass(frozen=True)
class Figures:
    """All runs of a program."""

    samples: tuple[Sample, ...]

    @property
    def cpu(self) -> float:
        """The median of the processor time in seconds."""
        return statistics.median(each.cpu for each in self.samples)

    @property
    def megabytes(self) -> float:
        """The most memory of any run."""
        return max(each.megabytes for each in self.samples)

    def row(self, name: str) -> str:
        """A line of the table."""
        cpu = [each.cpu for each in self.samples]
        wall = statistics.median(each.wall for each in self.samples)
        spread = f"{min(cpu) * 1000:,.0f} to {max(cpu) * 1000:,.0f}"
        return f"| {name} | {self.cpu * 1000:,.0f} | {spread} | {wall * 1000:,.0f} | {self.megabytes:,.0f} |"


def measured(
    jobs: Mapping[str, Command], folder: Path, rounds: int, before: Mapping[str, Callable[[], None]] | None = None
) -> dict[str, Figures]:
    """The figures of each job, all of them run once before any is run again; a first round only warms the caches.

    `before` says what is done ahead of each run of a job; it does not count.
    """
    found: dict[str, list[Sample]] = {name: [] for name in jobs}
    for number in range(rounds + 1):
        for name, command in jobs.items():
            if before and name in before:
                before[name]()
            sample = _run(command, folder)
            if number:
                found[name].append(sample)
    return {name: Figures(tuple(samples)) for name, samples in found.items()}


def _run(command: Command, folder: Path) -> Sample:
    """Exit codes above 1 are failures: below, they tell what was found."""
    caches = {"PYTHONPYCACHEPREFIX": str(_caches() / "bytecode"), "XDG_CACHE_HOME": str(_caches() / "user")}
    env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **caches}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.perf_counter()
    child = os.fork()
    if not child:
        _become(command, folder, env)
    _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1, 3):
        raise SystemExit(f"{' '.join(command)} failed in {folder}")
    cpu = usage.ru_utime + usage.ru_stime
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    return Sample(cpu, time.perf_counter() - began, usage.ru_maxrss / scale)


def _caches() -> Path:
    """A folder for what is kept from run to run: compiled modules, which an installed package has, and files read."""
    return Path(_place().name)


@cache
def _place() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="consolidate-caches-")


def _become(command: Command, folder: Path, env: Mapping[str, str]) -> None:
    try:
        os.chdir(folder)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        os.execvpe(command[0], command, env)
    finally:
        os._exit(127)


def table(title: str, found: Mapping[str, Figures]) -> str:
    """Markdown, the cheapest first."""
    head = [f"| {title} | CPU ms, median | CPU ms, spread | Wall ms, median | Peak MB |", "|---|--:|--:|--:|--:|"]
    return (
        "\n".join([*head, *(row.row(name) for name, row in sorted(found.items(), key=lambda item: item[1].cpu))]) + "\n"
    )


def exponent(small: Figures, large: Figures, times: float, fixed: float = 0.0) -> float:
    """How processor time beyond the `fixed` one grows with the size, of which the larger has `times` as much."""
    return math.log((large.cpu - fixed) / (small.cpu - fixed)) / math.log(times)


def machine() -> str:
    """A sentence on where the figures come from."""
    load = os.getloadavg()[0]
    return f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, load {load:.1f}, {sys.platform}"


def installed(jobs: Sequence[tuple[str, Command]]) -> dict[str, Command]:
    """The jobs whose program is there; the others are named on the screen and left out."""
    from shutil import which

    found = {}
    for name, command in jobs:
        if which(command[0]) is None:
            print(f"{name}: not installed, left out")
        else:
            found[name] = command
    return found
