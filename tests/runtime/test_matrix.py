"""The same proofs on the older versions of SQLAlchemy that services still run."""

from __future__ import annotations

from pathlib import Path

import pytest

from consolidator.prove import postgres

from .conftest import Modules
from .restarting import prove_restart
from .stacks import OLDER, OLDEST, Stack, build

PROBES = (
    *("one_engine", "pool_arguments", "identity", "waiters", "load", "health", "forks", "clients"),
    *("engines_attacked", "disconnect", "naive", "warm"),
)


@pytest.fixture(scope="module", params=OLDER)
def stack(request: pytest.FixtureRequest) -> Stack:
    """An older SQLAlchemy."""
    return build(request.param)


@pytest.mark.parametrize("probe", PROBES)
def test_proof(stack: Stack, probe: str, modules: Modules, server: postgres.Postgres, tmp_path: Path) -> None:
    stack.prove(probe, modules=modules(stack), url=server.dsn("postgresql+psycopg2"), folder=tmp_path)


@pytest.mark.parametrize("probe", ["loops", "pool_numbers"])
def test_loops(stack: Stack, probe: str, modules: Modules, server: postgres.Postgres, tmp_path: Path) -> None:
    stack.prove(probe, "asyncpg", modules=modules(stack), url=server.dsn("postgresql+psycopg2"), folder=tmp_path)


def test_loops_attacked_where_a_pool_may_block_its_loop(
    modules: Modules, server: postgres.Postgres, tmp_path: Path
) -> None:
    stack, url = build(OLDER[0]), server.dsn("postgresql+psycopg2")
    stack.prove("loops_attacked", "asyncpg", modules=modules(stack), url=url, folder=tmp_path)


@pytest.mark.parametrize("probe", ["forks", "engines_attacked"])
def test_before_pools_could_be_left_open(
    probe: str, modules: Modules, server: postgres.Postgres, tmp_path: Path
) -> None:
    stack = build(OLDEST)
    stack.prove(probe, modules=modules(stack), url=server.dsn("postgresql+psycopg2"), folder=tmp_path)


def test_server_restart(stack: Stack, modules: Modules, server: postgres.Postgres) -> None:
    prove_restart(stack, modules(stack), server, "postgresql+psycopg2")
