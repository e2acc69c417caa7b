"""What a service gets is as clean as its own text: types, linters and formatters find nothing new."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path

import pytest

from .processes import Done, git, run
from .repositories import BRANCH, Migration

WORSE = "E4,E7,E9,F,I"
"""What ruff selects by itself, and the order of imports."""


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What mypy knows of the libraries, for all samples."""
    return tmp_path_factory.mktemp("mypy")


def made(migration: Migration) -> list[str]:
    return [path for path in migration.added() if path.endswith(".py")]


def changed(migration: Migration) -> list[str]:
    """The files that were there before."""
    return [path for path in migration.changed() if path.endswith(".py") and path not in migration.added()]


def root(migration: Migration, folder: Path) -> Path:
    return folder / migration.sample.import_root


def tool(folder: Path, *args: str, **variables: str) -> Done:
    return run([sys.executable, "-m", *args], folder, variables)


def complaints(folder: Path, paths: list[str]) -> Counter[tuple[str, str]]:
    """How often ruff says what of which file."""
    options = ["--isolated", "--select", WORSE, "--output-format", "json"]
    rows = json.loads(tool(folder, "ruff", "check", *options, *paths).stdout)
    return Counter((os.path.relpath(row["filename"], folder), row["code"]) for row in rows)


def type_errors(migration: Migration, folder: Path, cache: Path, *args: str) -> list[str]:
    """The errors of mypy, without their lines."""
    options = ["--ignore-missing-imports", "--explicit-package-bases", "--follow-imports=silent", "--cache-dir", cache]
    done = tool(root(migration, folder), "mypy", *map(str, options), "--no-error-summary", "--hide-error-codes", *args)
    return sorted(line.partition(": error: ")[2] for line in done.stdout.splitlines() if ": error: " in line)


def inside(migration: Migration, paths: list[str]) -> list[str]:
    """Paths below the folder that the service's modules are imported from."""
    prefix = "" if migration.sample.import_root == "." else f"{migration.sample.import_root}/"
    return [path.removeprefix(prefix) for path in paths if path.startswith(prefix)]


def test_formatters_change_nothing(migration: Migration) -> None:
    if new := made(migration):
        done = tool(migration.check_out(), "ruff", "format", "--diff", "--isolated", *new)
        assert done.code == 0, done


def test_linters_find_nothing_new(migration: Migration) -> None:
    after = migration.check_out()
    assert complaints(after, made(migration) or [migration.sample.shared]) == Counter()
    paths = changed(migration)
    assert not complaints(after, paths) - complaints(migration.repository, paths)


def test_types_are_strict(migration: Migration, cache: Path) -> None:
    modules = inside(migration, [path for path in made(migration) if not path.startswith("tests/")])
    if modules:
        assert type_errors(migration, migration.check_out(), cache, "--strict", *modules) == []


def test_types_find_nothing_new(migration: Migration, cache: Path) -> None:
    paths = inside(migration, changed(migration))
    before = Counter(type_errors(migration, migration.repository, cache, *paths))
    assert not Counter(type_errors(migration, migration.check_out(), cache, *paths)) - before


def test_the_branch_is_what_was_looked_at(migration: Migration) -> None:
    """Nothing above holds for want of files."""
    assert git(migration.check_out(), "rev-parse", "HEAD") == git(migration.repository, "rev-parse", BRANCH)
    assert made(migration) or changed(migration)
