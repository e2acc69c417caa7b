"""Measures a scan beside other programs that look for the same, on seeded trees or on a checkout, and how it grows.

python -m benchmarks scan --lines 1000000 --engines 5
python -m benchmarks scan --path ~/src/service
python -m benchmarks scan --growth
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measuring import CONSOLIDATE, Command, Figures, exponent, installed, machine, measured, table
from benchmarks.synthetic import make, push

WORDS = "create_engine|create_async_engine|engine_from_config"
SCAN: Command = (*CONSOLIDATE, "scan", "-q", "-f", "json", "--no-cache")
AGAIN: Command = (*CONSOLIDATE, "scan", "-q", "-f", "json")
PUSHED = "consolidate scan, again, after a commit of ten files"
CHECKED = "consolidate check --diff-base, after a commit of ten files"
CHECK: Command = (*CONSOLIDATE, "check", "-q", "-f", "json", "--diff-base", "start")
PARSE = """import ast, pathlib
for path in pathlib.Path(".").rglob("*.py"):
    if b"create_engine" in path.read_bytes():
        ast.parse(path.read_bytes())
"""


def main(argv: Sequence[str]) -> None:
    """Print one table, or the exponents of growth."""
    given = _arguments(argv)
    print(f"{machine()}, {given.rounds} rounds\n")
    with tempfile.TemporaryDirectory(prefix="consolidate-benchmark-") as place:
        if given.growth:
            _growth(Path(place), given.rounds)
        elif given.path:
            print(table(Path(given.path).name, _measured(Path(given.path), given.rounds)))
        else:
            folder = make(Path(place) / "service", given.lines, given.engines)
            title = f"{given.lines:,} lines, {given.engines} engines"
            print(table(title, _measured(folder, given.rounds) | _pushed(folder, given.rounds)))


def _measured(folder: Path, rounds: int) -> dict[str, Figures]:
    """All programs; what a scan keeps of a file that it has seen twice is there before the rounds that count."""
    measured({"again": AGAIN}, folder, 1)
    return measured(_peers(), folder, rounds)


def _pushed(folder: Path, rounds: int) -> dict[str, Figures]:
    """What is asked after each push to a branch, whose first commit brings an engine more."""
    subprocess.run(["git", "branch", "start"], cwd=folder, check=True)
    jobs = {PUSHED: AGAIN, CHECKED: CHECK}
    return measured(jobs, folder, rounds, {PUSHED: lambda: push(folder)})


def _peers() -> dict[str, Command]:
    """Programs that look for a word, for a call, or parse what a scan without filters has to parse."""
    return installed(
        [
            ("consolidate scan", SCAN),
            ("consolidate scan, again", AGAIN),
            ("ripgrep", ("rg", "-n", "-t", "py", WORDS)),
            ("git grep", ("git", "grep", "-nE", WORDS, "--", "*.py")),
            ("ruff, one rule", ("ruff", "check", "-q", "--isolated", "--no-cache", "--exit-zero", "--select", "F401")),
            ("ast-grep", ("ast-grep", "run", "--lang", "python", "-p", "create_engine($$$)")),
            ("semgrep", ("semgrep", "--metrics", "off", "--quiet", "-l", "python", "-e", "create_engine(...)", ".")),
            ("ast.parse of what holds an engine", (sys.executable, "-c", PARSE)),
        ]
    )


def _growth(place: Path, rounds: int) -> None:
    """Four times the files, the engines, and both."""
    for what, sizes in (
        ("files", ((250_000, 5), (1_000_000, 5))),
        ("engines", ((60_000, 25), (60_000, 100))),
        ("files and engines", ((30_000, 50), (120_000, 200))),
    ):
        found = []
        for at, (lines, engines) in enumerate(sizes):
            folder = make(place / f"{what.replace(' ', '-')}-{at}", lines, engines)
            found.append(measured({"scan": SCAN}, folder, rounds)["scan"])
        start = measured({"empty": SCAN}, make(place / f"{what.replace(' ', '-')}-0-empty", 300, 1), rounds)["empty"]
        grown = exponent(*found, times=4, fixed=start.cpu * 0.9)
        figures = " and ".join(f"{each.cpu * 1000:,.0f} ms, {each.megabytes:.0f} MB" for each in found)
        print(f"growth in {what}: {grown:.2f} ({figures})")


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks scan", description="Measure a scan beside other programs.")
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--engines", type=int, default=5)
    parser.add_argument("--path", help="a checkout to scan instead of a generated tree")
    parser.add_argument("--growth", action="store_true", help="four times the files, the engines and both")
    parser.add_argument("--rounds", type=int, default=5, help="measured rounds, after one that warms the caches")
    return parser.parse_args(argv)
