"""The shared engine on a MariaDB with PyMySQL, on each SQLAlchemy: what holds on PostgreSQL holds there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from . import mariadb
from .conftest import Modules
from .restarting import prove_restart
from .stacks import LATEST, OLDER, build

EVERYWHERE = ("load", "forks", "engines_attacked", "disconnect")
AT_BOTH_ENDS = ("one_engine", "silent", "health")
"""What depends little on the version; a night tries all on each."""
PROOFS = [
    *((name, probe) for name in (*OLDER, LATEST) for probe in EVERYWHERE),
    *((name, probe) for name in (OLDER[0], LATEST) for probe in AT_BOTH_ENDS),
]


@pytest.fixture(scope="module")
def shop() -> Iterator[mariadb.MariaDB]:
    """A server with room for 40 connections."""
    with mariadb.start(max_connections=40) as running:
        yield running


@pytest.mark.parametrize(("name", "probe"), PROOFS)
def test_proof(name: str, probe: str, modules: Modules, shop: mariadb.MariaDB, tmp_path: Path) -> None:
    stack = build(name)
    said = stack.prove(probe, modules=modules(stack), url=shop.dsn(), folder=tmp_path)
    assert "connections: " in said, "counted on the server"


@pytest.mark.parametrize("name", [*OLDER, LATEST])
def test_server_restart(name: str, modules: Modules, shop: mariadb.MariaDB) -> None:
    stack = build(name)
    assert "connections: " in prove_restart(stack, modules(stack), shop, "mysql+pymysql")
