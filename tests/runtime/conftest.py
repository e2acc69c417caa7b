"""One PostgreSQL, one folder of generated modules and one environment for each version of SQLAlchemy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from consolidator.prove import postgres

from . import stacks
from .generated import write_modules

Prove = Callable[..., str]


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Postgres]:
    """A server with room for 37 connections of the role `app`."""
    with postgres.start(max_connections=40) as running:
        yield running


@pytest.fixture(scope="session")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of generated modules."""
    folder = tmp_path_factory.mktemp("modules")
    write_modules(folder)
    return folder


@pytest.fixture(scope="session")
def latest() -> stacks.Stack:
    """The newest SQLAlchemy."""
    return stacks.build(stacks.LATEST)


@pytest.fixture
def prove(latest: stacks.Stack, modules: Path, server: postgres.Postgres, tmp_path: Path) -> Prove:
    """Run a probe on the newest SQLAlchemy; it fails where the probe's assertions do not hold."""

    def run(probe: str, *arguments: str) -> str:
        url = server.dsn("postgresql+psycopg2")
        return latest.prove(probe, *arguments, modules=modules, url=url, folder=tmp_path)

    return run
