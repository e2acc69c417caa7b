"""What the repository's own programs say, its hooks and its tests, is told without the passwords that they know."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from git_support import TestRepository, make

from consolidator.cli import main

ORDERS = """\
from sqlalchemy import create_engine

PASSWORD = "{password}"
URL = "postgresql://app:" + PASSWORD + "@db.example.net/app"


def load():
    with create_engine(URL).connect() as connection:
        return connection
"""
MAIN = """\
from fastapi import FastAPI

from app import a, b

app = FastAPI()


@app.get("/x")
def x():
    return a.load(), b.load()
"""
IN_CODE, IN_ENVIRONMENT, IN_URL = "held-by-code-1", "held-by-environment-2", "held-by-a-url-3"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestRepository:
    """A service with two engines of one database, as the current folder, in an environment that holds secrets."""
    for name in [name for name in os.environ if name.startswith(("CONSOLIDATE_", "GIT_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    monkeypatch.setenv("DB_PASSWORD", IN_ENVIRONMENT)
    monkeypatch.setenv("DATABASE_URL", f"postgresql://app:{IN_URL}@db/app")
    made = make(tmp_path / "service")
    made.git("config", "user.name", "A Developer")
    made.git("config", "user.email", "dev@example.org")
    main_py = (
        "from fastapi import FastAPI\n\nfrom app import a, b\n\napp = FastAPI()\n\n\n@app.get('/x')\ndef x():\n    "
    )
    files = {"app/__init__.py": "", "app/main.py": main_py + "return a.load(), b.load()\n"}
    modules = {f"app/{name}.py": ORDERS.format(password=IN_CODE) for name in "ab"}
    made.commit({path: text.encode() for path, text in {**files, **modules}.items()})
    monkeypatch.chdir(made.root)
    return made


SAYS = f"echo 'app uses {IN_CODE} and {IN_URL} here' >&2; echo \"or $DB_PASSWORD\""


def test_a_hook_that_refuses_is_quoted_without_them(place: TestRepository, capfd: pytest.CaptureFixture[str]) -> None:
    place.hook("pre-commit", f"#!/bin/sh\n{SAYS}\nexit 1\n")
    assert main(["run", "-q"]) == 6
    said = "".join(capfd.readouterr())
    assert "app uses *** and *** here" in said and "or ***" in said


def test_a_test_that_fails_is_named_without_them(place: TestRepository, capfd: pytest.CaptureFixture[str]) -> None:
    passing = "echo 'Ran 3 tests in 0.1s' >&2; echo OK >&2"
    failing = f"echo 'FAILED test_a.py::test_it[{IN_CODE}-{IN_ENVIRONMENT}]'; exit 1"
    assert main(["run", "-f", "json", "--test-command", f"if test -e app/db.py; then {failing}; fi; {passing}"]) == 5
    said = "".join(capfd.readouterr())
    assert "test_it[***-***]" in said and IN_CODE not in said and IN_ENVIRONMENT not in said


def test_a_test_command_is_told_without_what_it_is_given(
    place: TestRepository, capfd: pytest.CaptureFixture[str]
) -> None:
    command = "echo 'Ran 3 tests in 0.1s' --password s3cret-4 >&2"
    assert main(["run", "-f", "json", "--test-command", command]) in (0, 3)
    out, err = capfd.readouterr()
    assert "s3cret-4" not in out + err and "--password ***" in out
