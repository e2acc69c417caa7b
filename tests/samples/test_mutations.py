"""The tests that come along notice when the service's wiring is broken: at least six of seven ways."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from .processes import pytest_in
from .repositories import Migrated, Migration
from .services import (
    ALREADY_CLEAN,
    ASYNC_API,
    AUTH_CLIENT,
    CLASSROOM,
    EVERY,
    FLASK_BILLING,
    TICKETING,
    TWO_DATABASES,
    Sample,
)

OWN = (
    "import os\nfrom sqlalchemy import create_engine\n\n\ndef {0}(*_):\n    return create_engine(os.environ['MINE'])\n"
)
OWN_ENGINE = "import os\nfrom sqlalchemy import create_engine\n\n{0} = create_engine(os.environ['MINE'])\n"
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


def _site(migration: Migration, folder: Path) -> tuple[Path, re.Match[str]]:
    """A module of the service that takes a getter or a home's engine, with the import of it."""
    shared = Path(migration.sample.shared).stem
    taken = re.compile(rf"^from (?P<package>[\w.]+)\.{shared} import (?P<name>\w*engine)(?: as (?P<local>\w+))?$", re.M)
    for path in migration.changed():
        if path.endswith(".py") and not path.startswith("tests/") and path != migration.sample.shared:
            source = (folder / path).read_text()
            found = taken.search(source)
            if found and "/health/db" not in source:
                return folder / path, found
    raise AssertionError(migration.sample.name)


def _own(name: str) -> str:
    """A getter of that name that makes an engine of its own, or that engine where the name is one."""
    return (OWN if name.startswith(("get_", "shared_engine")) else OWN_ENGINE).format(name)


def own_engine(migration: Migration, folder: Path) -> bool:
    path, taken = _site(migration, folder)
    own = _own(taken["name"])
    return _replaced(
        path, rf"^{re.escape(taken[0])}$", own + (f"{taken['local']} = {taken['name']}" if taken["local"] else "")
    )


def own_getter(migration: Migration, folder: Path) -> bool:
    path, taken = _site(migration, folder)
    path.with_name("mine.py").write_text(_own(taken["name"]))
    return _replaced(
        path,
        rf"^from {re.escape(taken['package'])}\.\w+ import {taken['name']}\b",
        f"from .mine import {taken['name']}",
    )


def _own_files(folder: Path, *but: str) -> list[Path]:
    """The service's modules, without its tests."""
    return [path for path in folder.rglob("*.py") if path.name not in but and "tests" not in path.parts]


def no_shutdown(migration: Migration, folder: Path) -> bool:
    closing = r"^( *)(?:(?:await )?close_(?:async_)?db\(\)|atexit\.register\(close_db\))"
    return _in_any(_own_files(folder, "db.py"), closing, r"\1pass")


def no_route(migration: Migration, folder: Path) -> bool:
    return _in_any(_own_files(folder), r"^ *@.*\"/health/db\".*\n", "")


def renamed_route(migration: Migration, folder: Path) -> bool:
    return _in_any(_own_files(folder), r"\"/health/db\"", '"/healthy/db"')


def settings_not_read(migration: Migration, folder: Path) -> bool:
    return _replaced(folder / migration.sample.shared, r"\b(pool_size(?:=|\": )).+,$", r"\g<1>5,")


def other_url(migration: Migration, folder: Path) -> bool:
    shared = folder / migration.sample.shared
    return _replaced(
        shared, r"^    if url not in", '    url = "postgresql://elsewhere/else"\n    if url not in'
    ) or _replaced(shared, r"^DATABASE_URL = .+$", 'DATABASE_URL = "postgresql://elsewhere/else"')


MUTATIONS: tuple[Mutate, ...] = (
    *(own_engine, own_getter, no_shutdown, no_route, renamed_route, settings_not_read, other_url),
)
LARGE = (
    *("--pool-size", "20", "--max-overflow", "40", "--pool-timeout", "30", "--pool-recycle", "1800", "--pre-ping"),
    *("--wait-warning", "10", "--health", "yes"),
)
TESTED = (TICKETING, replace(CLASSROOM, flags=LARGE), AUTH_CLIENT, ASYNC_API, TWO_DATABASES, FLASK_BILLING)
ENDLESS = {CLASSROOM.name}
"""The service never closed the engine of its home, and goes on without: there is no shutdown to take out, which counts
as a mutation that is not seen."""


@pytest.mark.parametrize("sample", TESTED, ids=lambda sample: sample.name)
def test_six_of_seven_mutations_are_caught(sample: Sample, migrated: Migrated, tmp_path: Path) -> None:
    migration = migrated(sample)
    tests = [path for path in migration.added() if path.startswith("tests/")]
    assert pytest_in(migration.check_out(), OTHER, *tests).code == 0, "nothing is broken yet"
    missed = []
    for mutate in MUTATIONS:
        folder = tmp_path / mutate.__name__
        shutil.copytree(migration.check_out(), folder, ignore=shutil.ignore_patterns(".git"))
        has_place = mutate(migration, folder)
        assert has_place == (mutate is not no_shutdown or sample.name not in ENDLESS), mutate.__name__
        if not has_place or pytest_in(folder, OTHER, *tests).code == 0:
            missed.append(mutate.__name__)
    assert len(missed) <= 1, missed


def test_what_does_not_change_gets_no_tests(migrated: Migrated) -> None:
    migration = migrated(ALREADY_CLEAN)
    assert (migration.run.document["commit"], migration.run.document["files"]) == (None, [])


def test_every_sample_stands_here() -> None:
    assert {sample.name for sample in (*TESTED, ALREADY_CLEAN)} == {sample.name for sample in EVERY}
