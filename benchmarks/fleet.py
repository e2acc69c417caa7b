"""Measures a fleet of synthetic services: services a minute, processor time and memory, and how they grow.

python -m benchmarks fleet --services 200 --files 150
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.services import git, make

ROOT = Path(__file__).resolve().parents[1]
BRANCH = "feat/db-connection-pooling"


@dataclass(frozen=True)
class Figures:
    """One run. `cpu` is the processor time of the command and all it started, 0 where others did the work."""

    services: int
    seconds: float
    cpu: float
    megabytes: int

    def row(self, name: str) -> str:
        """A line of the table."""
        cpu = f"{self.cpu / self.services:.2f} s" if self.cpu else ""
        rate = 60 * self.services / self.seconds
        return f"| {name} | {self.services} | {self.seconds:.1f} s | {rate:.0f} | {cpu} | {self.megabytes} MB |"


def main(argv: Sequence[str]) -> None:
    """Print the table."""
    given = _arguments(argv)
    with tempfile.TemporaryDirectory(prefix="consolidate-benchmark-") as place:
        folders = make(Path(place) / "services", given.services, given.files)
        print(f"{given.services} services of {given.files} files, Python {sys.version.split()[0]}\n")
        print("| Way | Services | Wall time | Services a minute | Processor time of one | Largest process |")
        print("|---|--:|--:|--:|--:|--:|")
        quarter = folders[: max(1, len(folders) // 4)]
        small = _measured(quarter, "-j", "2")
        print(small.row("2 processes, a quarter"))
        print(_measured(folders, "-j", "1").row("1 process"))
        whole = _measured(folders, "-j", "2")
        print(whole.row("2 processes"))
        print(_on_dask(folders).row("Dask, 2 workers"))
        print(_measured(folders, "-j", "2", again=True).row("2 processes, nothing left to do"))
        print(f"\nGrowth in services: {_exponent(small, whole):.2f}")


def _measured(folders: Sequence[Path], *words: str, again: bool = False) -> Figures:
    """One run of the command on these services; unless `again`, none of them is done yet."""
    place = folders[0].parent.parent
    listed = place / "fleet.txt"
    if not again:
        _reset(folders)
        listed.write_text("".join(f"{each}\n" for each in folders), encoding="utf-8")
        Path(f"{listed}.state").unlink(missing_ok=True)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "consolidator", "fleet", "run", str(listed), "-q", "-f", "json", *words]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode or {each["outcome"] for each in json.loads(done.stdout)["services"]} != {"changed"}:
        raise SystemExit(f"the fleet failed: {done.stderr.decode(errors='replace')}{done.stdout.decode()[:2000]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Figures(len(folders), seconds, cpu if "--scheduler" not in words else 0.0, _largest(listed))


def _largest(listed: Path) -> int:
    """The most memory that a process needed for one service."""
    from consolidator.fleet.state import read_state

    with read_state(Path(f"{listed}.state")) as state:
        return max(each.megabytes for each in state.records())


def _on_dask(folders: Sequence[Path]) -> Figures:
    from distributed import LocalCluster

    os.environ["PYTHONPATH"] = str(ROOT)
    with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0") as cluster:
        return _measured(folders, "--scheduler", cluster.scheduler_address)


def _reset(folders: Sequence[Path]) -> None:
    for each in folders:
        git(each, "config", "user.name", "Benchmark")
        git(each, "config", "user.email", "benchmark@example.org")
        if git(each, "branch", "--list", BRANCH):
            git(each, "branch", "-q", "-D", BRANCH)


def _exponent(small: Figures, large: Figures) -> float:
    """How processor time grows with services: 1 is in proportion."""
    return math.log(large.cpu / small.cpu) / math.log(large.services / small.services)


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks fleet", description="Measure a fleet of synthetic services.")
    parser.add_argument("--services", type=int, default=200)
    parser.add_argument("--files", type=int, default=150, help="Python files of a service")
    return parser.parse_args(argv)
