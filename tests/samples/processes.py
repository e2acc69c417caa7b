"""Runs programs for the tests: arguments in, what they said out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import consolidator

TOOL = Path(consolidator.__file__).parents[1]
OURS = ("DATABASE_URL", "SHOP_", "POOL_", "CONSOLIDATE_", "PYTEST_", "PYTHONPATH", "GIT_")


@dataclass(frozen=True, slots=True)
class Done:
    """A program that has ended."""

    code: int
    stdout: str
    stderr: str

    @property
    def document(self) -> dict[str, Any]:
        """Its one JSON document."""
        found: dict[str, Any] = json.loads(self.stdout)
        return found

    def __str__(self) -> str:
        return f"exit {self.code}\n{self.stdout}\n{self.stderr}"


def environment(variables: Mapping[str, str] = {}) -> dict[str, str]:
    """This process's environment without anything that a sample or the tool would read, and `variables`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", "GIT_CONFIG_GLOBAL": os.devnull, **variables}


def run(args: Sequence[str | Path], cwd: Path, variables: Mapping[str, str] = {}) -> Done:
    """Run a program to its end, at most two minutes."""
    done = subprocess.run(
        [str(arg) for arg in args], cwd=cwd, env=environment(variables), capture_output=True, text=True, timeout=120
    )
    return Done(done.returncode, done.stdout, done.stderr)


def consolidate(folder: Path, *args: str) -> Done:
    """`consolidate` as a user runs it in `folder`."""
    return run([sys.executable, "-m", "consolidator.cli", *args], folder, {"PYTHONPATH": str(TOOL)})


def pytest_in(folder: Path, variables: Mapping[str, str], *args: str) -> Done:
    """The tests of the service in `folder`."""
    return run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *args], folder, variables)


def git(folder: Path, *args: str) -> str:
    """What git says; fails where git does."""
    done = run(["git", *args], folder)
    assert done.code == 0, done
    return done.stdout.strip()
