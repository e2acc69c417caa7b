"""The shop: its databases stay apart, and the replica and the partners' databases stay as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest

from consolidator.prove.postgres import Postgres

from .repositories import Migrated, Migration
from .services import TWO_DATABASES
from .serving import serving


@pytest.fixture(scope="module")
def shop(migrated: Migrated) -> Migration:
    return migrated(TWO_DATABASES)


def _sources(shop: Migration) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shop.run.document["databases"]
    return found


def test_three_databases_are_told_apart(shop: Migration) -> None:
    for setting in ("database_url", "analytics_url", "replica_url"):
        assert any(setting in database["url_source"] for database in _sources(shop)), setting


def test_main_database_has_a_sync_and_an_async_engine(shop: Migration) -> None:
    engines = {
        site["path"]: (each["is_async"], each["engines_after"]) for each in _sources(shop) for site in each["sites"]
    }
    assert engines["src/shop/orders.py"] == engines["src/shop/best_sellers.py"] == (False, 1)
    assert engines["src/shop/stock.py"] == (True, 1)


def test_shared_module_reaches_main_and_analytics_only(shop: Migration) -> None:
    module = (shop.check_out() / TWO_DATABASES.shared).read_text()
    assert "database_url" in module
    assert "analytics_url" in module
    assert "replica_url" not in module


def test_each_url_has_its_own_connections(shop: Migration, database: Postgres) -> None:
    with serving(TWO_DATABASES, shop.check_out(), database) as running:
        for route in TWO_DATABASES.routes:
            assert running.get(route)[0] == 200
        with psycopg.connect(database.admin_dsn()) as connection:
            rows = connection.execute("SELECT application_name FROM pg_stat_activity WHERE usename = 'app'").fetchall()
    assert sorted({name for (name,) in rows}) == ["", "replica", "visits"]


def test_analytics_can_be_another_database(shop: Migration, tmp_path: Path, database: Postgres) -> None:
    elsewhere = {"SHOP_ANALYTICS_URL": f"sqlite:///{tmp_path}/visits.db"}
    with serving(TWO_DATABASES, shop.check_out(), database, elsewhere) as running:
        assert running.get("/visits") == (200, [])
    assert (tmp_path / "visits.db").stat().st_size > 0
    with psycopg.connect(database.admin_dsn()) as connection:
        assert connection.execute("SELECT to_regclass('public.visits')").fetchone() == (None,)
