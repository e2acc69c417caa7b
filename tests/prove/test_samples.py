"""`consolidate prove` on every sample service, as a user types it: errors before the migration and none after."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from samples.processes import consolidate
from samples.repositories import migrate
from samples.services import ALREADY_CLEAN, MIGRATED, Sample

CONCURRENCY = 50
REQUESTS = 200
LEAST_ERRORS = 20

OWN_FLAGS = MappingProxyType(
    {
        "classroom": ("--max-connections", "22"),
        "two_databases": (
            *("--app-dir", "src", "--setup", "python -m shop.schema", "--max-connections", "40"),
            *("--env", "SHOP_DATABASE_URL={url}", "--env", "SHOP_ANALYTICS_URL={url_2}"),
            *("--env", "SHOP_REPLICA_URL={url}?application_name=replica"),
        ),
        "flask_billing": (
            *("--url-scheme", "postgresql+psycopg", "--setup", "flask --app billing.wsgi create-tables"),
            *("--threads", "50"),
        ),
    }
)
"""What cannot be read off the service: its folder, its tables, a URL for each of its databases, its MySQL.

Most requests of the classroom use the engine of its home, so that a roomy server hides the engines beside it.
"""


BOUND = {"async_api": 30}
"""The most connections of a process where it is not 15: here the tables are created through an engine of its own."""


@pytest.fixture(scope="module", params=MIGRATED, ids=lambda sample: sample.name)
def proven(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Sample, Any, str]:
    """A sample, the document of its proof and its page."""
    sample: Sample = request.param
    migration = migrate(sample, tmp_path_factory.mktemp(f"prove-{sample.name}"))
    assert migration.run.code == 0, migration.run
    page = migration.repository.with_name("proof.html")
    load = ("--concurrency", str(CONCURRENCY), "--requests", str(REQUESTS), "--rounds", "1")
    options = ("--app", sample.app, "--python", sys.executable, *load, *OWN_FLAGS.get(sample.name, ()))
    done = consolidate(migration.repository, "prove", ".", *options, "-f", "json", "-o", f"html={page}")
    assert done.code == 0, done.document.get("failures") or done
    return sample, done.document, page.read_text(encoding="utf-8")


def test_errors_before_and_none_after(
    proven: tuple[Sample, Any, str], record_property: Callable[[str, object], None]
) -> None:
    sample, document, _ = proven
    before, after = document["before"], document["after"]
    for name, side in (("before", before), ("after", after)):
        record_property("figures", _line(f"{sample.name} {name}", side))
    assert before["requests"] == after["requests"] == REQUESTS
    assert before["errors"] >= LEAST_ERRORS and before["rejected"] >= LEAST_ERRORS
    assert (after["errors"], after["rejected"], after["errors_by_kind"]) == (0, 0, {})
    assert document["holds"] and document["failures"] == []


def test_the_peak_is_inside_its_bound(proven: tuple[Sample, Any, str]) -> None:
    sample, document, _ = proven
    after, bound = document["after"], document["bound"]
    assert bound in (None, BOUND.get(sample.name, 15))
    assert 0 < after["peak_connections"] <= 15 < document["before"]["peak_connections"]


def test_every_route_that_queries_was_asked(proven: tuple[Sample, Any, str]) -> None:
    sample, document, _ = proven
    assert {f"GET {route}" for route in sample.routes} <= set(document["load"]["requests"])


def test_the_page_shows_both_charts(proven: tuple[Sample, Any, str]) -> None:
    _, document, page = proven
    assert page.count("<svg") == 2
    assert f"{document['before']['errors']} of {REQUESTS} requests failed before, none after" in page
    assert "app:" not in page


def test_a_service_that_shares_already_has_nothing_to_prove(tmp_path: Path) -> None:
    migration = migrate(ALREADY_CLEAN, tmp_path)
    done = consolidate(migration.repository, "prove", ".", "--app", ALREADY_CLEAN.app, "-f", "json")
    assert done.code == 2, done
    assert "feat/db-connection-pooling is no commit" in done.document["error"]["message"]


def _line(title: str, side: Any) -> str:
    opened = f"{side['connections_opened']} opened, p95 {side['p95_ms']:.0f} ms"
    return (
        f"{title:24} {side['errors']:3} of {side['requests']} failed, "
        f"peak of {side['peak_connections']:2} connections, {opened}"
    )
