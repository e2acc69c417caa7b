"""Processes forked after the first query: no wrong row, no backend used by two."""

from __future__ import annotations

from .conftest import Prove


def test_fork_multiprocessing_and_fork_beside_a_running_loop(prove: Prove) -> None:
    prove("forks")


def test_gunicorn_preload(prove: Prove) -> None:
    prove("gunicorn_preload")


def test_celery_prefork(prove: Prove) -> None:
    prove("celery_prefork")
