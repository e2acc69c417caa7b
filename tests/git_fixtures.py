"""Fixtures of the tests of git; a plugin that those test modules name, each asking for `own_settings` by a mark."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from git_support import TestRepository, make

from consolidator.git.command import LOCATION


@pytest.fixture
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings of git's that belong to the test alone; returns the file of the global ones."""
    for name in [name for name in os.environ if name in LOCATION or name.startswith(("GIT_AUTHOR", "GIT_COMMITTER"))]:
        monkeypatch.delenv(name)
    home = tmp_path / "home"
    temporary = tmp_path / "temporary"
    home.mkdir()
    temporary.mkdir()
    settings = home / ".gitconfig"
    settings.write_text(
        '[user]\n\tname = Ada Lovelace\n\temail = ada@example.com\n[protocol "file"]\n\tallow = always\n'
    )
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    return settings


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """The folder in which temporary files are made."""
    return tmp_path / "temporary"


@pytest.fixture
def repository(tmp_path: Path) -> TestRepository:
    """A repository with the service `app.py`, an executable `run.py` and one commit on main."""
    made = make(tmp_path / "service")
    made.write({"app.py": b"one = 1\n", "run.py": b"#!/usr/bin/env python\n"})
    (made.root / "run.py").chmod(0o755)
    made.commit({})
    return made


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that an unprivileged user owns and reaches, whoever runs the tests."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    for place in [folder, *folder.rglob("*")]:
        if place.is_dir():
            place.chmod(0o755)
    shutil.rmtree(folder)
