"""Several runs, commits and clean-ups at the same time on one repository: every result whole, nothing lost."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .services import BRANCH, Home, await_silence, checkout, damage, environment, leftovers, new_home, refs, start
from .trials import Part, Trial

RUN = ["run"]
SUFFIX = ["run", "--branch-exists", "suffix"]
REPLACE = ["run", "--branch-exists", "replace"]
WRITE = ["run", "--no-commit"]
GAMES: dict[str, tuple[list[str], ...]] = {
    "for one branch": (RUN, RUN),
    "for the next free branch": (SUFFIX, SUFFIX, SUFFIX),
    "replacing each other": (REPLACE, REPLACE),
    "into the work tree": (WRITE, WRITE),
    "branch beside work tree": (RUN, WRITE),
    "beside a clean-up": (SUFFIX, SUFFIX),
    "beside commits of the user": (SUFFIX, RUN),
}
OTHERS = {
    "beside a clean-up": "until test -e ../enough; do git gc -q --prune=now; done",
    "beside commits of the user": "for n in 1 2 3 4 5 6 7 8 9; do git commit -q --allow-empty -m $n; sleep 0.1; done",
}
"""What a shell does meanwhile."""
CODES = {"for one branch": {0, 4}, "into the work tree": {0, 4}, "beside commits of the user": {0, 4}}
"""Exit codes that are right; elsewhere only 0."""


def tried(numbers: Sequence[int], folder: Path) -> Iterator[Trial]:
    """One race for each number; the games take turns."""
    home = new_home(folder / "ready")
    whole = _whole(home, folder)
    for number in numbers:
        name = list(GAMES)[number % len(GAMES)]
        one = home.copy(folder / f"trial-{number}")
        if name == "replacing each other":
            one.repository.git("branch", BRANCH)
        try:
            kind, problem = _race(name, one, whole, random.Random(f"races {number}"))
        except AssertionError as error:
            kind, problem = "not a repository any more", str(error)
        finally:
            shutil.rmtree(one.folder, ignore_errors=True)
        yield Trial(number, kind, f"{name}: {problem}" if problem else "")


@dataclass(frozen=True)
class _Whole:
    """What runs make that nobody disturbs: the trees of branches, and the files of a work tree."""

    trees: frozenset[str]
    files: dict[str, bytes]


def _whole(home: Home, folder: Path) -> _Whole:
    branch, work_tree = home.copy(folder / "branch"), home.copy(folder / "work-tree")
    start(branch, RUN).communicate()
    start(work_tree, WRITE).communicate()
    trees = frozenset(branch.repository.line("rev-parse", f"{ref}^{{tree}}") for ref in refs(branch))
    return _Whole(trees, checkout(work_tree))


def _race(name: str, home: Home, whole: _Whole, chance: random.Random) -> tuple[str, str]:
    before, stood = checkout(home), refs(home)
    runs = []
    words = ["/bin/sh", "-c", OTHERS.get(name, ":")]
    other = subprocess.Popen(words, cwd=home.repository.root, env=environment(home), start_new_session=True)
    for arguments in GAMES[name]:
        runs.append(start(home, arguments))
        try:
            runs[-1].wait(chance.choice((0.0, 0.0, chance.uniform(0.0, 0.5))) or 0.001)
        except subprocess.TimeoutExpired:
            continue
    said = [run.communicate()[1].decode("utf-8", "replace") for run in runs]
    for run in runs:
        await_silence(run.pid)
    if name == "beside a clean-up":
        # A clean-up that is killed leaves locks of its own.
        (home.folder / "enough").touch()
    other.wait()
    await_silence(other.pid)
    codes = [run.returncode for run in runs]
    problems = [_codes(name, codes, said), _results(home, stood, whole)]
    problems += [_checkout(name, home, before, whole), damage(home)]
    left = leftovers(home)
    problems.append(f"left over: {', '.join(left)}" if left else "")
    return f"{codes.count(0)} of {len(codes)} done", "; ".join(filter(None, problems))


def _codes(name: str, codes: list[int], said: list[str]) -> str:
    right, rows = CODES.get(name, {0}), zip(codes, said, strict=True)
    strange = [f"exit {code}: {text[-300:]}" for code, text in rows if code not in right]
    if name == "for one branch" and codes.count(0) > 1:
        strange.append("more than one got the branch")
    return "; ".join(strange) if strange else "" if 0 in codes else "nobody got it done"


def _results(home: Home, stood: dict[str, str], whole: _Whole) -> str:
    """What is wrong with the branches that are new: each is the whole result on one of the user's commits."""
    for ref, commit in refs(home).items():
        if stood.get(ref) == commit:
            continue
        tree = home.repository.line("rev-parse", f"{commit}^{{tree}}")
        if tree not in whole.trees:
            return f"{ref} is no whole result"
    return ""


def _checkout(name: str, home: Home, before: dict[str, bytes], whole: _Whole) -> str:
    """What is wrong with the user's files, which are the whole result where a run may write them."""
    now = checkout(home)
    wanted = whole.files if name in ("into the work tree", "branch beside work tree") else before
    own = ("index", "HEAD") if name == "beside commits of the user" else ()
    torn = [path for path in now.keys() | wanted.keys() if now.get(path) != wanted.get(path)]
    strange = [path for path in torn if not any(word in path for word in own)]
    return f"the checkout is not as it should be: {', '.join(strange)}" if strange else ""


PART = Part("races", "Races of runs, commits and clean-ups", 200, tried)
