"""Two versions of a small service, and proofs of them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from consolidator.prove.run import Bench, Export, prove
from consolidator.prove.values import Load, Proof, Request, Service

APPS = Path(__file__).parent / "apps"


def from_apps(commit: str, folder: Path) -> None:
    """Stands in for git: the commit is the name of a folder."""
    shutil.copytree(APPS / commit, folder, dirs_exist_ok=True)


@pytest.fixture(scope="session")
def export() -> Export:
    return from_apps


@pytest.fixture(scope="session")
def proof() -> Proof:
    """A connection for each call against a shared pool of three, on a server of twelve."""
    service = Service("service:app", sys.executable)
    load = Load((Request("GET", "/"),), concurrency=20, total=120, rounds=1)
    return prove(from_apps, "per_call", "shared", service, load, Bench(None, 12, restart=True), per_process=3)


@pytest.fixture
def tree(tmp_path: Path) -> Callable[..., Path]:
    """Write files into a new folder and return it."""

    def make(name: str, **files: str) -> Path:
        for path, text in files.items():
            file = tmp_path / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return tmp_path / name

    return make
