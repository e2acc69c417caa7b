"""One PostgreSQL, one environment and one folder of generated modules for each version of SQLAlchemy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from consolidator.prove import postgres

from . import stacks
from .generated import write_modules

Prove = Callable[..., str]
Modules = Callable[[stacks.Stack], Path]


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Postgres]:
    """A server with room for 37 connections of the role `app`."""
    with postgres.start(max_connections=40) as running:
        yield running


@pytest.fixture(scope="session")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Modules:
    """Gives a folder of the modules that a service of an environment gets; made once."""

    def write(floor: tuple[int, ...] | None) -> Path:
        folder = tmp_path_factory.mktemp("modules")
        write_modules(folder, floor)
        return folder

    written = cache(write)
    return lambda stack: written(stack.floor)


@pytest.fixture(scope="session")
def latest() -> stacks.Stack:
    """The newest SQLAlchemy."""
    return stacks.build(stacks.LATEST)


@pytest.fixture
def prove(latest: stacks.Stack, modules: Modules, server: postgres.Postgres, tmp_path: Path) -> Prove:
    """Run a probe on the newest SQLAlchemy; it fails where the probe's assertions do not hold."""

    def run(probe: str, *arguments: str) -> str:
        url = server.dsn("postgresql+psycopg2")
        return latest.prove(probe, *arguments, modules=modules(latest), url=url, folder=tmp_path)

    return run
