"""A service in a repository, and the guard run on it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from git_support import TestRepository, make

from consolidator.cli import main

ENGINE = """\
import os

from sqlalchemy import create_engine


def {name}():
    return create_engine(os.environ["DATABASE_URL"])
"""
MAIN = b"from fastapi import FastAPI\n\nfrom app import more, orders, stock, users\n\napp = FastAPI()\n"
FILES = {
    "app/__init__.py": b"",
    "app/main.py": MAIN,
    "app/more.py": b"",
    "app/stock.py": b"",
    "app/orders.py": ENGINE.format(name="orders").encode(),
    "app/users.py": ENGINE.format(name="users").encode(),
}
Check = Callable[..., tuple[int, str, str]]


@pytest.fixture
def service(tmp_path: Path, own_settings: Path, monkeypatch: pytest.MonkeyPatch) -> TestRepository:
    """Two factories of one database, committed; the current folder is the repository."""
    for name in [name for name in os.environ if name.startswith(("CONSOLIDATE_", "GITHUB_"))]:
        monkeypatch.delenv(name)
    made = make(tmp_path / "service")
    made.commit(FILES)
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def check(service: TestRepository, capfd: pytest.CaptureFixture[str]) -> Check:
    """Run `check` with these arguments: exit code and both streams."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["check", *arguments])
        out, err = capfd.readouterr()
        return code, out, err

    return run


@pytest.fixture
def found(check: Check) -> Callable[..., dict[str, Any]]:
    """The document of `check`, and under `new` the paths and symbols of what fails it."""

    def run(*arguments: str) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(check(*arguments, "-f", "json")[1])
        named = {each["fingerprint"]: f"{each['path']} {each['symbol']}" for each in document["findings"]}
        return {**document, "new": [named[each] for each in document["guard"]["new"]]}

    return run
