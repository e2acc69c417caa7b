"""The shared engine module: one engine, its pool settings, closing and health."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine.url import make_url
from sqlalchemy.pool import NullPool, QueuePool

import app.db as db
import app.main as health

SETTINGS = {
    "POOL_SIZE": 3,
    "POOL_MAX_OVERFLOW": 4,
    "POOL_TIMEOUT": 6,
    "POOL_RECYCLE": 900,
}


def use_settings(monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any]) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, str(value))


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'database.sqlite'}"


@pytest.fixture(autouse=True)
def own_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test an empty registry, so that other tests' engines stay open."""
    monkeypatch.setattr(db, "_engines", [])
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)


def from_threads(create: Any, count: int = 8) -> list[Any]:
    """Call `create` in many threads at the same moment and return what each got."""
    barrier = threading.Barrier(count)
    found: list[Any] = []

    def call() -> None:
        barrier.wait()
        found.append(create())

    threads = [threading.Thread(target=call) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_import_creates_no_engine() -> None:
    spec = importlib.util.spec_from_file_location("fresh_db", db.__file__)
    assert spec is not None and spec.loader is not None
    fresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fresh)
    assert fresh._engines == []


def test_threads_share_one_engine(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    create = db.create_engine

    def create_slowly(*args: Any, **options: Any) -> Any:
        time.sleep(0.05)
        return create(*args, **options)

    monkeypatch.setattr(db, "create_engine", create_slowly)
    engines = from_threads(lambda: db.shared_engine(url))
    assert len(engines) == 8
    assert len({id(engine) for engine in engines}) == 1


def test_another_database_has_another_engine(url: str) -> None:
    assert db.shared_engine(url) is not db.shared_engine(url + "2")
    assert db.shared_engine(url) is not db.shared_engine(url, poolclass=NullPool)


def test_in_memory_database_takes_no_sizes_and_is_not_shared() -> None:
    assert db.shared_engine("sqlite://") is not db.shared_engine("sqlite://")


def test_closed_engines_open_again(url: str) -> None:
    engine = db.shared_engine(url)
    closed = engine.pool
    db.close_db()
    db.close_db()
    assert engine.pool is not closed
    assert db.shared_engine(url) is engine
    assert db.ping(engine)


def test_status_has_four_numbers(url: str) -> None:
    engine = db.shared_engine(url, poolclass=QueuePool, pool_size=2, max_overflow=1)
    with engine.connect():
        assert db.pool_status(engine) == {
            "pool_size": 2,
            "checked_in": 0,
            "checked_out": 1,
            "overflow": 0,
        }


def test_status_without_a_queue_has_no_numbers(url: str) -> None:
    engine = db.shared_engine(url, poolclass=NullPool)
    assert set(db.pool_status(engine).values()) == {None}


def test_full_pool_answers_no_without_waiting(url: str) -> None:
    engine = db.shared_engine(
        url,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=3,
        connect_args={"check_same_thread": False},
    )
    assert db.ping(engine)
    with engine.connect():
        start = time.monotonic()
        assert not db.ping(engine)
        assert time.monotonic() - start < 2


def test_pool_settings_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    use_settings(monkeypatch, SETTINGS)
    found = db._pool_settings()
    assert found["pool_size"] == 3
    assert found["max_overflow"] == 4
    assert found["pool_timeout"] == 6
    assert found["pool_recycle"] == 900


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("value", [-2, "many", 2.5])
def test_unusable_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    use_settings(monkeypatch, {name: value})
    with pytest.raises(ValueError, match=name):
        db._pool_settings()


NUMBERS = {"pool_size": 5, "checked_in": 1, "checked_out": 0, "overflow": 0}


def ask_health(
    monkeypatch: pytest.MonkeyPatch, answers: bool
) -> tuple[int, dict[str, Any], Any]:
    """Return status, body and headers for a database that answers, or does not."""
    monkeypatch.setattr(health, "pool_status", lambda *engine: NUMBERS)
    monkeypatch.setattr(health, "ping", lambda *engine: answers)
    answer = asyncio.run(health.database_health())
    return answer.status_code, json.loads(answer.body), answer.headers


def test_health_answers_with_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    status, body, _ = ask_health(monkeypatch, answers=True)
    assert (status, body) == (200, NUMBERS)


def test_health_reports_a_silent_database(monkeypatch: pytest.MonkeyPatch) -> None:
    status, body, headers = ask_health(monkeypatch, answers=False)
    assert (status, body) == (503, {"status": "unavailable", **NUMBERS})
    assert headers["Cache-Control"] == "no-store"


def test_sizes_go_to_queue_pools_only() -> None:
    url = make_url("sqlite://")
    queue = db._engine_arguments(url, {"poolclass": QueuePool})
    null = db._engine_arguments(url, {"poolclass": NullPool})
    assert {"pool_size", "max_overflow", "pool_timeout"} <= set(queue)
    assert set(null) == {"poolclass", "pool_recycle", "pool_pre_ping"}
