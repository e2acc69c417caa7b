"""The drivers' own pools, shared by their generated modules, on a real PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from consolidator.prove.postgres import Postgres

from .conftest import Modules
from .stacks import Stack


@pytest.mark.parametrize("arguments", [("pool_asyncpg",), ("pool_psycopg_async",), ("pool_psycopg", "threads")])
def test_a_shared_pool_is_bounded(
    latest: Stack, modules: Modules, server: Postgres, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    latest.prove("driver_pools", *arguments, modules=modules(latest), url=server.dsn("postgresql"), folder=tmp_path)
