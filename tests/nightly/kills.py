"""Runs that are ended at a random moment, in every mode and by every signal: whole or nothing, and nothing left."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from consolidator.git import recover

from .services import BRANCH, Home, await_silence, checkout, damage, leftovers, new_home, refs, start
from .trials import Part, Trial

TESTS = f"{sys.executable} -m pytest -q -p no:cacheprovider tests"
MODES = {
    "commit": ["run"],
    "hooks": ["run"],
    "sign": ["run", "--sign"],
    "suffix": ["run", "--branch-exists", "suffix"],
    "replace": ["run", "--branch-exists", "replace"],
    "reports": ["run", "-o", "json=../report.json", "-o", "html=../report.html"],
    "tests": ["run", "--test-command", TESTS],
    "no-commit": ["run", "--no-commit"],
    "dry": ["run", "-n", "-o", "patch=../report.patch"],
    "scan": ["scan"],
    "check": ["check"],
}
SIGNALS = ("SIGKILL", "SIGKILL", "SIGTERM", "SIGHUP", "SIGINT", "all SIGKILL")
"""`all` kills what the run has started along with it, as the end of a container does."""


@dataclass(frozen=True)
class Mode:
    """A service made ready, and what a whole run makes of it: how long it takes, the trees of branches, the files."""

    name: str
    home: Home
    seconds: float
    trees: frozenset[str]
    files: dict[str, bytes]
    code: int


def tried(numbers: Sequence[int], folder: Path) -> Iterator[Trial]:
    """One kill for each number; the modes take turns."""
    known: dict[str, Mode] = {}
    for number in numbers:
        name = list(MODES)[number % len(MODES)]
        if name not in known:
            known[name] = _mode(name, folder / name)
        chance = random.Random(f"kills {number}")
        how, moment = chance.choice(SIGNALS), known[name].seconds * chance.uniform(0.0, 1.05)
        home = known[name].home.copy(folder / f"trial-{number}")
        try:
            outcome, problem = _kill(known[name], home, how, moment)
        finally:
            shutil.rmtree(home.folder, ignore_errors=True)
        yield Trial(number, outcome, f"{name}, {how} after {moment:.2f} s: {problem}" if problem else "")


def _mode(name: str, folder: Path) -> Mode:
    """Make the service ready, and see what a run that nobody disturbs makes of a copy."""
    home = new_home(folder)
    _ready(home, name)
    whole = home.copy(folder.with_name(f"{name}-whole"))
    began = time.monotonic()
    run = start(whole, MODES[name])
    _, said = run.communicate()
    seconds = time.monotonic() - began
    if run.returncode not in (0, 1):
        raise RuntimeError(f"{name}: {said.decode()}")
    trees = frozenset(whole.repository.line("rev-parse", f"{ref}^{{tree}}") for ref in refs(whole))
    return Mode(name, home, seconds, trees, checkout(whole), run.returncode)


def _ready(home: Home, name: str) -> None:
    repository = home.repository
    if name == "hooks":
        repository.hook("pre-commit", "echo '# hooked' >> src/__init__.py && git add src/__init__.py")
    if name in ("suffix", "replace"):
        repository.git("branch", BRANCH)
    if name == "sign":
        said = "printf '\\n[GNUPG:] SIG_CREATED D 1 8 00 0 ABC\\n' >&2; echo -----BEGIN PGP SIGNATURE-----"
        repository.hook("signer", f"cat >/dev/null; {said}", folder=".git")
        repository.git("config", "gpg.program", str(repository.root / ".git" / "signer"))


def _kill(mode: Mode, home: Home, how: str, moment: float) -> tuple[str, str]:
    """What became of it, and what is wrong with that."""
    before, stood = checkout(home), refs(home)
    run = start(home, MODES[mode.name])
    number = getattr(signal, how.removeprefix("all "))
    try:
        run.wait(moment)
    except subprocess.TimeoutExpired:
        (os.killpg if how.startswith("all ") else os.kill)(run.pid, number)
    _, said = run.communicate()
    await_silence(run.pid)
    problems = [_said(mode, run.returncode, number, said.decode("utf-8", "replace"))]
    if number == signal.SIGKILL:
        _clear_locks(home, how)
        recover(home.repository.path)
    problems += [_state(mode, home, before, stood), damage(home)]
    outcome = "not ended in time" if run.returncode in (0, mode.code) else _outcome(mode, home, before, stood)
    problems += _next(mode, home)
    return outcome, "; ".join(filter(None, problems))


def _said(mode: Mode, code: int, number: int, text: str) -> str:
    """What is wrong with how it ended: it says one line, unless the signal came before there was anybody to say it."""
    if code == 1 and "init_import_site" in text:
        # Python itself says so, and how, where it is interrupted before it is ready.
        return ""
    if code not in (0, mode.code, 128 + number, -number):
        return f"exit {code}: {text.strip()[-300:]}"
    if ("Traceback" in text and "consolidator" in text) or "Exception ignored" in text:
        return f"traceback: {text.strip()[-600:]}"
    if code == 128 + number and not text.rpartition("error: ")[2].startswith(("ended by", "interrupted")):
        return f"exit {code} without a word: {text!r}"
    return ""


def _clear_locks(home: Home, how: str) -> None:
    """A git that is killed leaves its locks, for a person to remove; the program only names them."""
    if how.startswith("all"):
        for place in (home.repository.root / ".git").rglob("*.lock"):
            place.unlink()


def _state(mode: Mode, home: Home, before: dict[str, bytes], stood: dict[str, str]) -> str:
    """What is wrong with checkout, index and references: as they were, or the whole result."""
    now = checkout(home)
    torn = [name for name in now.keys() | before.keys() if now.get(name) != before.get(name)]
    if torn and now != mode.files:
        return f"the checkout changed: {', '.join(sorted(torn))}"
    for name, commit in refs(home).items():
        if stood.get(name) != commit:
            rows = home.repository.line("rev-parse", f"{commit}^{{tree}}", f"{commit}^@").split("\n")
            if rows[0] not in mode.trees or rows[1:] != [stood["refs/heads/main"]]:
                return f"{name} is no whole result"
    gone = stood.keys() - refs(home).keys()
    return f"gone: {', '.join(gone)}" if gone else ""


def _outcome(mode: Mode, home: Home, before: dict[str, bytes], stood: dict[str, str]) -> str:
    return "as before" if checkout(home) == before and refs(home) == stood else "whole"


def _next(mode: Mode, home: Home) -> list[str]:
    """What is wrong after the next run, which ends by itself."""
    written = checkout(home) == mode.files and "--no-commit" in MODES[mode.name]
    arguments = ["run", "-q"] if written else [*MODES[mode.name], "--branch-exists", "suffix"]
    if MODES[mode.name][0] != "run" or "-n" in arguments:
        arguments = ["run", "-q"]
    run = start(home, arguments)
    _, said = run.communicate()
    await_silence(run.pid)
    failed = f"the next run: exit {run.returncode}: {said.decode()[-300:]}" if run.returncode else ""
    left = leftovers(home)
    return [failed, f"left over: {', '.join(left)}" if left else "", damage(home)]


PART = Part("kills", "Runs ended at a random moment", 1_000, tried)
