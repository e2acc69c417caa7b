"""Processes forked after the first query: no wrong row, no backend used by two."""

from __future__ import annotations

import pytest

from .conftest import Prove


@pytest.mark.parametrize("module", ["db", "db_old"])
def test_fork_multiprocessing_and_fork_beside_a_running_loop(prove: Prove, module: str) -> None:
    prove("forks", module)


def test_gunicorn_preload(prove: Prove) -> None:
    prove("gunicorn_preload")


def test_celery_prefork(prove: Prove) -> None:
    prove("celery_prefork")
