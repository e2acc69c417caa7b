"""Nested checkouts under load: 40 threads, each with two connections at once, before and after; none of them fails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from casework import CASES, Case, run

from consolidator.prove import postgres

from . import stacks

CASE = Case(CASES / "hazards" / "nested_checkout_is_sized")


@pytest.fixture(scope="module")
def roomy() -> Iterator[postgres.Postgres]:
    """A server with PostgreSQL's own 100 connections."""
    with postgres.start(max_connections=100) as running:
        yield running


def written(files: Mapping[str, bytes], folder: Path) -> Path:
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return folder


@pytest.mark.parametrize(
    ("state", "expected", "setting"),
    [
        ("before", "holds", ""),
        ("after", "holds", ""),
        ("after", "too-small", '"POOL_MAX_OVERFLOW", 10, 0'),
    ],
)
def test_no_request_waits_for_another(
    state: str, expected: str, setting: str, roomy: postgres.Postgres, tmp_path: Path
) -> None:
    files = dict(CASE.before if state == "before" else run(CASE).final)
    if setting:
        module = files["app/db_pool.py"].replace(b'"POOL_MAX_OVERFLOW", 36, 0', setting.encode())
        assert module != files["app/db_pool.py"]
        files["app/db_pool.py"] = module.replace(b'"POOL_TIMEOUT", 30, 0', b'"POOL_TIMEOUT", 2, 0')
    stacks.build(stacks.LATEST).prove(
        "nested", expected, modules=written(files, tmp_path / "service"), url=roomy.dsn("postgresql+psycopg2"),
        folder=tmp_path,
    )  # fmt: skip
