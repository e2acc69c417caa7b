"""Measures a scan and a rewrite beside other ways to do the same, in turn in one run, and prints ratios.

    python benchmarks/compare.py --lines 1000000 --rounds 5

Ratios of one run can be compared between machines, times cannot.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import libcst
from synthetic import make

import consolidator
from consolidator import pipeline
from consolidator.model import Options
from consolidator.syntax.reading import read
from consolidator.syntax.rewriting import apply

PATTERN = "create_engine|create_async_engine|engine_from_config"
PARSE_ALL = "import ast, pathlib\nfor path in pathlib.Path('.').rglob('*.py'): ast.parse(path.read_bytes())"
ROOT = Path(consolidator.__file__).parents[1]
Job = Callable[[], object]


def main() -> None:
    """Print both tables."""
    given = _arguments()
    with tempfile.TemporaryDirectory(prefix="consolidate-benchmark-") as place:
        folder = make(Path(place) / "repository", given.lines)
        lines = sum(path.read_bytes().count(b"\n") for path in folder.rglob("*.py"))
        print(f"{lines:,} lines of Python, {given.rounds} rounds, Python {platform.python_version()}\n")
        scans = _measured(scanning(folder), given.rounds)
        print(_table("Find the engines of a repository", scans, "git grep, work tree"))
        rewrites = _measured(rewriting(folder), given.rounds)
        print(_table("Rewrite the modules that create them", rewrites, "consolidate, statements spliced"))


def scanning(folder: Path) -> dict[str, Job]:
    """Whole programs, start-up included."""
    python = (sys.executable, "-c")
    jobs = {
        "Python alone": _program(folder, *python, "pass"),
        "git grep, work tree": _program(folder, "git", "grep", "-nE", PATTERN, "--", "*.py"),
        "git grep, commit": _program(folder, "git", "grep", "-nE", PATTERN, "HEAD", "--", "*.py"),
        "consolidate scan": _program(folder, sys.executable, "-m", "consolidator", "scan", "-q", "-f", "json"),
        "ast.parse of every file": _program(folder, *python, PARSE_ALL),
    }
    if shutil.which("rg"):
        jobs["ripgrep"] = _program(folder, "rg", "-n", "-t", "py", PATTERN)
    return jobs


def rewriting(folder: Path) -> dict[str, Job]:
    """The edits that the plan asks for, in this process: parsing and writing text, nothing else."""
    snapshot = pipeline.read(str(folder))
    edits = pipeline.decide(snapshot, Options()).file_edits

    def splice() -> None:
        for each in edits:
            apply(read(each.path, snapshot.texts[each.path]), each.edits)

    def whole() -> None:
        for each in edits:
            assert libcst.parse_module(snapshot.texts[each.path]).visit(_Consolidate()).bytes

    def unchanged() -> None:
        for each in edits:
            assert libcst.parse_module(snapshot.texts[each.path]).bytes

    return {
        "consolidate, statements spliced": splice,
        "LibCST, whole file parsed and written": unchanged,
        "LibCST, whole file visited": whole,
    }


class _Consolidate(libcst.CSTTransformer):
    """What a plain LibCST codemod would do at the least: another call, another import."""

    def leave_Call(self, original_node: libcst.Call, updated_node: libcst.Call) -> libcst.Call:
        if isinstance(updated_node.func, libcst.Name) and updated_node.func.value == "create_engine":
            return libcst.Call(libcst.Name("get_engine"))
        return updated_node

    def leave_ImportFrom(self, original_node: libcst.ImportFrom, updated_node: libcst.ImportFrom) -> libcst.ImportFrom:
        if isinstance(updated_node.module, libcst.Name) and updated_node.module.value == "sqlalchemy":
            return updated_node.with_changes(module=libcst.Name("db"))
        return updated_node


def _program(folder: Path, *command: str) -> Job:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}

    def run() -> None:
        done = subprocess.run(command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if done.returncode:
            raise SystemExit(f"{' '.join(command)}: {done.stderr.decode(errors='replace')}")

    return run


def _measured(jobs: Mapping[str, Job], rounds: int) -> dict[str, list[float]]:
    """Seconds of each job, every job once before any is run again; a first round only warms the caches."""
    found: dict[str, list[float]] = {name: [] for name in jobs}
    for number in range(rounds + 1):
        for name, job in jobs.items():
            begun = time.perf_counter()
            job()
            if number:
                found[name].append(time.perf_counter() - begun)
    return found


def _table(title: str, found: Mapping[str, Sequence[float]], base: str) -> str:
    """Markdown; the ratios are medians over the rounds, each against the base in the same round."""
    rows = [f"| {title} | Median | Fastest | Times {base} |", "|---|--:|--:|--:|"]
    for name, seconds in sorted(found.items(), key=lambda item: statistics.median(item[1])):
        ratio = statistics.median(one / other for one, other in zip(seconds, found[base], strict=True))
        rows.append(f"| {name} | {statistics.median(seconds):.3f} s | {min(seconds):.3f} s | {ratio:.2f} |")
    return "\n".join(rows) + "\n"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare a scan and a rewrite with other ways to do the same.")
    parser.add_argument("--lines", type=int, default=200_000, help="size of the generated repository")
    parser.add_argument("--rounds", type=int, default=5, help="measured rounds, after one that warms the caches")
    return parser.parse_args()


if __name__ == "__main__":
    main()
