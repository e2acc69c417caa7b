"""One PostgreSQL for all samples, emptied before each test, one migration of each, and the figures at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import psycopg
import pytest

from consolidator.prove import postgres
from consolidator.prove.values import LoadResult, Observed

from .repositories import Migrated, Migration, create, migrate
from .services import EVERY, MIGRATED, Sample
from .serving import Note

FIGURES = "figures"
EMPTY = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app';
DROP SCHEMA public CASCADE;
CREATE SCHEMA public AUTHORIZATION app;
"""


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Postgres]:
    """A server that has room for 27 connections of the services."""
    with postgres.start(max_connections=30) as running:
        yield running


@pytest.fixture
def database(server: postgres.Postgres) -> postgres.Postgres:
    """The server with an empty database."""
    with psycopg.connect(server.admin_dsn(), autocommit=True) as connection:
        connection.execute(EMPTY)
    return server


@pytest.fixture(scope="session", params=EVERY, ids=lambda sample: sample.name)
def original(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Sample, Path]:
    """A sample and a repository that holds it."""
    sample: Sample = request.param
    return sample, create(sample, tmp_path_factory.mktemp(sample.name))


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Migrated:
    """Migrates a sample with its own flags; once, whoever asks."""
    return cache(lambda sample: migrate(sample, tmp_path_factory.mktemp(sample.name)))


@pytest.fixture(scope="session", params=MIGRATED, ids=lambda sample: sample.name)
def migration(request: pytest.FixtureRequest, migrated: Migrated) -> Migration:
    """A sample that needs it, migrated."""
    return migrated(request.param)


@pytest.fixture
def note(record_property: Callable[[str, object], None]) -> Note:
    """Keep a measurement for the summary of the test run."""

    def keep(title: str, result: LoadResult, observed: Observed) -> None:
        failed = f"{result.errors:3} of {result.requests} failed"
        record_property(
            FIGURES, f"{title:24} {failed}, peak of {observed.peak:2} connections in {result.seconds:.2f} s"
        )

    return keep
