"""Measures what a rewrite costs beyond its scan, for each file that it edits, and how that grows with the files.

python -m benchmarks rewrite --engines 50
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measuring import CONSOLIDATE, Figures, machine, measured, table
from benchmarks.synthetic import make


def main(argv: Sequence[str]) -> None:
    """Print the table of a quarter of the engines and of all, and the cost of one file."""
    given = _arguments(argv)
    jobs = {
        "consolidate scan": (*CONSOLIDATE, "scan", "-q", "-f", "json", "--no-cache"),
        "consolidate run --dry-run": (*CONSOLIDATE, "run", "--dry-run", "-q", "-f", "json", "--no-cache"),
    }
    print(f"{machine()}, {given.rounds} rounds\n")
    with tempfile.TemporaryDirectory(prefix="consolidate-benchmark-") as place:
        for engines in (max(1, given.engines // 4), given.engines):
            folder = make(Path(place) / f"engines-{engines}", given.lines, engines)
            found = measured(jobs, folder, given.rounds)
            print(table(f"{given.lines:,} lines, {engines} files edited", found))
            print(f"one edited file: {_one(*found.values(), engines):,.0f} ms\n")


def _one(scan: Figures, run: Figures, files: int) -> float:
    return 1000 * (run.cpu - scan.cpu) / files


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks rewrite", description="Measure a rewrite beside its scan.")
    parser.add_argument("--lines", type=int, default=60_000)
    parser.add_argument("--engines", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5, help="measured rounds, after one that warms the caches")
    return parser.parse_args(argv)
