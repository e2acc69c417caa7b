"""The authentication service: one database client for the process, made and closed with it."""

from __future__ import annotations

import sys

import pytest

from consolidator.prove.postgres import Postgres

from .processes import run
from .repositories import Migrated, Migration
from .services import AUTH_CLIENT
from .serving import database_variables, serving

ONE_CLIENT = """
from auth_service import auth, database_client
made = []
construct = database_client.DatabaseClient.__init__
def count(self, *args, **kwargs):
    made.append(self)
    construct(self, *args, **kwargs)
database_client.DatabaseClient.__init__ = count
from fastapi.testclient import TestClient
from auth_service.main import app
for start in (1, 2):
    with TestClient(app) as client:
        name = {"name": f"ada{start}", "password": "lovelace"}
        assert client.post("/users", json=name).status_code == 201
        token = client.post("/logins", json=name).json()["token"]
        header = {"Authorization": f"Bearer {token}"}
        assert client.get("/me", headers=header).status_code == 200
        assert client.delete("/logins", headers=header).status_code == 204
        assert client.get("/users").json()[-1] == name["name"]
        assert len(client.get("/audit").json()) == 2 * start
        assert len(set(map(id, made))) == start, made
        assert auth.get_db_client() is auth.get_db_client()
"""

NOT_STALE = """
from auth_service import audit, auth, database_client
from fastapi.testclient import TestClient
from auth_service.main import app
used = []
database_client.DatabaseClient.add_audit = lambda self, event, name: used.append(self)
for start in (1, 2):
    with TestClient(app):
        audit.record("login", "ada")
        assert used[-1] is auth.get_db_client(), f"start {start}: a client of an earlier start"
"""


@pytest.fixture(scope="module")
def service(migrated: Migrated) -> Migration:
    return migrated(AUTH_CLIENT)


def test_each_start_makes_one_client(service: Migration, database: Postgres) -> None:
    done = run([sys.executable, "-c", ONE_CLIENT], service.check_out(), database_variables(AUTH_CLIENT, database))
    assert done.code == 0, done


def test_default_argument_follows_the_current_client(service: Migration, database: Postgres) -> None:
    done = run([sys.executable, "-c", NOT_STALE], service.check_out(), database_variables(AUTH_CLIENT, database))
    assert done.code == 0, done


def test_full_pool_gives_up_after_the_configured_time(service: Migration, database: Postgres) -> None:
    pool = {"POOL_SIZE": "1", "POOL_MAX_OVERFLOW": "0", "POOL_TIMEOUT": "0"}
    with serving(AUTH_CLIENT, service.check_out(), database, pool) as running:
        result, observed = running.watched_load(database, total=60, concurrency=30)
    assert result.errors > 0
    assert observed.peak == 1
    assert "QueuePool limit" in running.log.read_text()
