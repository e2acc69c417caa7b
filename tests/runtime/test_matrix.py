"""The same proofs on the older versions of SQLAlchemy that services still run."""

from __future__ import annotations

from pathlib import Path

import pytest

from consolidator.prove import postgres

from .restarting import prove_restart
from .stacks import OLDER, Stack, build

PROBES = ("one_engine", "pool_arguments", "identity", "waiters", "load", "health", "forks", "clients")


@pytest.fixture(scope="module", params=OLDER)
def stack(request: pytest.FixtureRequest) -> Stack:
    """An older SQLAlchemy."""
    return build(request.param)


@pytest.mark.parametrize("probe", PROBES)
def test_proof(stack: Stack, probe: str, modules: Path, server: postgres.Postgres, tmp_path: Path) -> None:
    stack.prove(probe, modules=modules, url=server.dsn("postgresql+psycopg2"), folder=tmp_path)


def test_loops(stack: Stack, modules: Path, server: postgres.Postgres, tmp_path: Path) -> None:
    stack.prove("loops", "asyncpg", modules=modules, url=server.dsn("postgresql+psycopg2"), folder=tmp_path)


def test_server_restart(stack: Stack, modules: Path, server: postgres.Postgres) -> None:
    prove_restart(stack, modules, server)
