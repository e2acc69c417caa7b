"""Measures what a command costs before it does anything.

python -m benchmarks start
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measuring import CONSOLIDATE, machine, measured, table
from benchmarks.synthetic import make


def main(argv: Sequence[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks start", description="Measure the start of each command.")
    parser.add_argument("--rounds", type=int, default=9, help="measured rounds, after one that warms the caches")
    rounds = parser.parse_args(argv).rounds
    jobs = {
        "Python alone": (sys.executable, "-c", "pass"),
        "consolidate --version": (*CONSOLIDATE, "--version"),
        "consolidate --help": (*CONSOLIDATE, "--help"),
        "consolidate scan, one module": (*CONSOLIDATE, "scan", "-q", "-f", "json"),
        "consolidate check, one module": (*CONSOLIDATE, "check", "-q", "-f", "json"),
        "consolidate run --dry-run, one module": (*CONSOLIDATE, "run", "--dry-run", "-q", "-f", "json"),
    }
    print(f"{machine()}, {rounds} rounds\n")
    with tempfile.TemporaryDirectory(prefix="consolidate-benchmark-") as place:
        print(table("Start", measured(jobs, make(Path(place) / "service", 300, 1), rounds)))
