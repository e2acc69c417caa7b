"""The tests that come along notice when the service's wiring is broken: at least six of seven ways."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .processes import pytest_in
from .repositories import Migrated, Migration
from .services import ASYNC_API, AUTH_CLIENT, FLASK_BILLING, TICKETING, TWO_DATABASES, Sample

OWN = (
    "import os\nfrom sqlalchemy import create_engine\n\n\ndef {0}(*_):\n    return create_engine(os.environ['MINE'])\n"
)
OTHER = {"MINE": "sqlite://"}
"""What the other engine is made from, so that nothing but the tests tells of it."""
Mutate = Callable[[Migration, Path], bool]


def _replaced(path: Path, pattern: str, text: str, count: int = 1) -> bool:
    source = path.read_text()
    mutated, number = re.subn(pattern, text, source, count=count, flags=re.MULTILINE)
    path.write_text(mutated)
    return number > 0


def _in_any(paths: list[Path], pattern: str, text: str) -> bool:
    return sum(_replaced(path, pattern, text) for path in paths) > 0


def _sites(migration: Migration, folder: Path) -> Iterator[tuple[Path, str]]:
    """The service's modules that take a getter from the shared module, with its name."""
    shared = Path(migration.sample.shared).stem
    for path in migration.changed():
        if path.endswith(".py") and not path.startswith("tests/") and path != migration.sample.shared:
            found = re.search(
                rf"^from [\w.]*\b{shared} import ((?:get|shared)_\w*engine)$", (folder / path).read_text(), re.M
            )
            if found and "/health/db" not in (folder / path).read_text():
                yield folder / path, found[1]


def own_engine(migration: Migration, folder: Path) -> bool:
    path, getter = next(_sites(migration, folder))
    return _replaced(path, rf"^from [\w.]+ import {getter}$", OWN.format(getter))


def own_getter(migration: Migration, folder: Path) -> bool:
    path, getter = next(_sites(migration, folder))
    path.with_name("mine.py").write_text(OWN.format(getter))
    return _replaced(path, rf"^from ([\w.]+)\.\w+ import {getter}$", rf"from .mine import {getter}")


def no_shutdown(migration: Migration, folder: Path) -> bool:
    found = [path for path in folder.rglob("*.py") if path.name not in ("db.py", "test_db.py")]
    closing = r"^( *)(?:(?:await )?close_(?:async_)?db\(\)|atexit\.register\(close_db\))"
    return _in_any(found, closing, r"\1pass")


def no_route(migration: Migration, folder: Path) -> bool:
    found = [path for path in folder.rglob("*.py") if "/health/db" in path.read_text() and path.name != "test_db.py"]
    return _in_any(found, r"^ *@.*\"/health/db\".*\n", "")


def renamed_route(migration: Migration, folder: Path) -> bool:
    found = [path for path in folder.rglob("*.py") if path.name != "test_db.py"]
    return _in_any(found, r"\"/health/db\"", '"/healthy/db"')


def settings_not_read(migration: Migration, folder: Path) -> bool:
    return _replaced(folder / migration.sample.shared, r"pool_size=.+,$", "pool_size=5,")


def other_url(migration: Migration, folder: Path) -> bool:
    shared = folder / migration.sample.shared
    return _replaced(shared, r"^    if url not in", '    url = "postgresql://elsewhere/else"\n    if url not in')


MUTATIONS: tuple[Mutate, ...] = (
    *(own_engine, own_getter, no_shutdown, no_route, renamed_route, settings_not_read, other_url),
)


TESTED = (TICKETING, AUTH_CLIENT, ASYNC_API, TWO_DATABASES, FLASK_BILLING)
"""The samples that get tests: the home of `classroom` is sized where it stands, and `already_clean` does not change."""


@pytest.mark.parametrize("sample", TESTED, ids=lambda sample: sample.name)
def test_six_of_seven_mutations_are_caught(sample: Sample, migrated: Migrated, tmp_path: Path) -> None:
    migration = migrated(sample)
    tests = [path for path in migration.added() if path.startswith("tests/")]
    assert pytest_in(migration.check_out(), OTHER, *tests).code == 0, "nothing is broken yet"
    missed = []
    for mutate in MUTATIONS:
        folder = tmp_path / mutate.__name__
        shutil.copytree(migration.check_out(), folder, ignore=shutil.ignore_patterns(".git"))
        assert mutate(migration, folder), mutate.__name__
        if pytest_in(folder, OTHER, *tests).code == 0:
            missed.append(mutate.__name__)
    assert len(missed) <= 1, missed
