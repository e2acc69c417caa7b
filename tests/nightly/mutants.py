"""Mutants of the rooms that decide: a condition dropped or an `if` negated; a test must fail for each."""

from __future__ import annotations

import ast
import os
import random
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .trials import Part, Trial

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
ROOMS = ("deciding", "editing", "processes", "check", "hazards")
FIRST = {"check": "tests/test_check.py", "hazards": "tests/hazards", "processes": "tests/processes"}
"""Where a mutant of a room is most likely to be seen."""
FAST = (
    "tests/test_cases.py",
    "tests/test_check.py",
    "tests/test_proposing.py",
    "tests/test_frameworks.py",
    "tests/test_settings_styles.py",
    "tests/test_relocating.py",
    "tests/test_differing.py",
    "tests/test_wiring_tests.py",
    "tests/hazards",
    "tests/processes",
    "tests/budget",
)
LONGEST = 120
"""Seconds of a processor that the tests may use; without a mutant they need a quarter of it."""
EXPLAINED = Path(__file__).with_name("survivors.toml")
"""Mutants that no test can tell from the original, each with the reason."""


@dataclass(frozen=True)
class Mutant:
    """One change of one expression: `start` and `end` are bytes of the file."""

    path: str
    start: int
    end: int
    text: str
    what: str

    @property
    def name(self) -> str:
        """The same on every line that the code may move to."""
        return f"{self.path}: {self.what}"


def tried(numbers: Sequence[int], folder: Path) -> Iterator[Trial]:
    """One mutant for each number, in an order that only the code decides."""
    mutants = all_mutants(ROOMS)
    chosen = random.Random("mutants").sample(range(len(mutants)), len(mutants))
    reasons = explained()
    prepare(folder)
    for number in numbers:
        mutant = mutants[chosen[number % len(chosen)]]
        noticed = seen(mutant, folder, FAST)
        if noticed or mutant.name in reasons:
            yield Trial(number, "seen by a test" if noticed else "survived, explained")
        else:
            yield Trial(number, "survived", mutant.name)


def prepare(folder: Path) -> None:
    """Make a copy of the program, for mutants to be put into."""
    shutil.copytree(ROOT / "consolidator", folder / "consolidator", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "templates").symlink_to(ROOT / "templates")


def seen(mutant: Mutant, folder: Path, tests: Sequence[str]) -> bool:
    """Whether a test fails, or never ends, with the mutant in place of the original."""
    original = (ROOT / mutant.path).read_bytes()
    place = folder / mutant.path
    place.write_bytes(original[: mutant.start] + mutant.text.encode() + original[mutant.end :])
    first = FIRST.get(mutant.path.split("/")[1], "")
    order = [*(test for test in tests if test == first), *(test for test in tests if test != first)]
    words = ["-m", "pytest", "-n", "0", "-q", "-x", "-p", "no:cacheprovider", *(str(ROOT / test) for test in order)]
    env = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [sys.executable, *words], cwd=folder, env=env, capture_output=True, timeout=900, preexec_fn=_bounded
        )
        if done.returncode > 3:
            raise RuntimeError(done.stderr.decode("utf-8", "replace"))
        return done.returncode != 0
    except subprocess.TimeoutExpired:
        return True
    finally:
        place.write_bytes(original)


def _bounded() -> None:
    """Let a mutant that never ends cost no more than some minutes of one processor."""
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))


@cache
def all_mutants(rooms: tuple[str, ...]) -> tuple[Mutant, ...]:
    """All mutants of the rooms."""
    homes = [ROOT / "consolidator" / room for room in rooms]
    places = sorted(path for home in homes for path in ([home] if home.is_file() else home.rglob("*.py")))
    return tuple(mutant for path in places for mutant in mutants_of(path, ROOT))


def explained() -> dict[str, str]:
    """Why mutants survive that no test can see, by their names."""
    return tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))


def mutants_of(path: Path, root: Path) -> tuple[Mutant, ...]:
    """All mutants of one file."""
    return tuple(_of(path, root))


def _of(path: Path, root: Path) -> Iterator[Mutant]:
    data = path.read_bytes()
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    name = path.relative_to(root).as_posix()

    def span(node: ast.expr) -> tuple[int, int]:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset

    def text(node: ast.expr) -> str:
        return data[slice(*span(node))].decode()

    def mutant(node: ast.expr, new: str, what: str) -> Mutant:
        return Mutant(name, *span(node), new, f"{what} in `{' '.join(text(node).split())}`")

    for node in ast.walk(ast.parse(data)):
        if isinstance(node, ast.BoolOp):
            word = " and " if isinstance(node.op, ast.And) else " or "
            for dropped in node.values:
                rest = word.join(f"({text(value)})" for value in node.values if value is not dropped)
                yield mutant(node, f"({rest})", f"without `{' '.join(text(dropped).split())}`")
        elif isinstance(node, ast.If | ast.IfExp):
            yield mutant(node.test, f"(not ({text(node.test)}))", "negated")


PART = Part("mutants", "Mutants of what decides", 200, tried)
