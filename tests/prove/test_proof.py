"""The whole of it: two versions of a service under load on a server of their own."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from consolidator.errors import EnvironmentFailed
from consolidator.prove.run import Bench, Export, prove
from consolidator.prove.values import Load, Proof, Request, Service

USABLE = 9
"""Of 12 connections, three are reserved."""


def test_a_connection_per_call_exhausts_the_server(proof: Proof) -> None:
    before = proof.before
    assert before.requests == 120
    assert before.errors >= 120 - 2 * USABLE
    assert before.rejected == before.errors
    assert before.errors_by_kind == {"HTTP 500": before.errors}
    assert before.peak_connections >= USABLE
    assert before.connections_left >= USABLE - 1
    assert "remaining connection slots are reserved" in before.causes


def test_a_shared_pool_stays_in_its_bound(proof: Proof) -> None:
    after = proof.after
    assert (after.errors, after.rejected, after.peak_connections, after.connections_opened) == (0, 0, 3, 2)
    assert (proof.bound, proof.max_connections) == (3, 12)
    assert after.p50_ms is not None and after.p95_ms is not None and 5 < after.p50_ms <= after.p95_ms
    assert proof.holds


def test_a_shared_pool_survives_a_restart_of_the_server(proof: Proof) -> None:
    assert proof.after.restart_errors == 0


def test_the_timeline_starts_low_and_ends_with_what_is_left(proof: Proof) -> None:
    assert proof.before.timeline[0][1] <= 2
    assert proof.before.timeline[-1][1] == proof.before.connections_left
    assert len(proof.before.timeline) > 20


def test_a_change_for_the_worse_does_not_hold(proof: Proof) -> None:
    worse = replace(proof, before=proof.after, after=proof.before)
    assert not worse.holds
    assert any("requests failed" in each for each in worse.failures)
    assert any("above the bound of 3" in each for each in worse.failures)


def test_one_bad_round_is_enough(proof: Proof) -> None:
    spoiled = replace(proof.after, ranges={**proof.after.ranges, "errors": (0.0, 2.0)})
    assert replace(proof, after=spoiled).failures == ("2 requests failed after the change",)


def test_wsgi_with_preload_and_a_url_in_parts(export: Export) -> None:
    names = ("host", "port", "user", "password")
    parts = (*((f"DB_{name.upper()}", f"{{{name}}}") for name in names), ("DB_NAME", "{database}"))
    service = Service("service:app", sys.executable, workers=2, threads=2, preload=True, variables=parts)
    load = Load((Request("GET", "/"),), concurrency=4, total=40, rounds=1)
    made = prove(export, "wsgi", "wsgi", service, load, Bench(), per_process=2)
    assert made.after.errors == 0
    assert made.after.connections_opened == 40
    assert made.bound == 4
    assert made.after.connections_left == 0


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            "import os\nraise SystemExit('cannot reach ' + os.environ['DATABASE_URL'])",
            "cannot reach postgresql://app:***@",
        ),
        ("import not_there_at_all", "No module named 'not_there_at_all'"),
        ("async def app(scope, receive, send):\n    raise ValueError('boom')", "answers 500"),
    ],
)
def test_an_app_that_does_not_start_shows_its_last_lines(source: str, said: str) -> None:
    def broken(commit: str, folder: Path) -> None:
        (folder / "service.py").write_text(source, encoding="utf-8")

    service = Service("service:app", sys.executable, start_timeout=10.0)
    with pytest.raises(EnvironmentFailed) as raised:
        prove(broken, "a", "b", service, Load((Request("GET", "/"),), rounds=1), Bench())
    assert said in f"{raised.value.message}\n{raised.value.detail}" and "\n" not in raised.value.message
    assert raised.value.exit_code == 6


def test_routes_that_do_not_answer_are_listed_with_what_the_app_says() -> None:
    def failing(commit: str, folder: Path) -> None:
        (folder / "service.py").write_text(
            "class Routes:\n    def get(self, path):\n        return lambda function: function\n\n\nrouter = Routes()\n"
            "@router.get('/orders')\ndef orders(): ...\n"
            "async def app(scope, receive, send):\n    raise ValueError('no such table')\n"
        )

    with pytest.raises(EnvironmentFailed, match="no route without parameters answers") as raised:
        prove(failing, "a", "b", Service("service:app", sys.executable), Load(), Bench())
    assert raised.value.detail.startswith("  GET /orders (500)\n") and "no such table" in raised.value.detail


def test_a_failing_setup_is_named(export: Export) -> None:
    service = Service("service:app", sys.executable, setup="echo no such table; exit 3")
    with pytest.raises(EnvironmentFailed, match="status 3") as raised:
        prove(export, "shared", "shared", service, Load(), Bench())
    assert raised.value.detail == "  no such table"


@pytest.mark.parametrize(
    "start",
    ["", "import os, psycopg\nkept = psycopg.connect(os.environ['DATABASE_URL'])\nkept.execute('SELECT 1')\n"],
    ids=["never", "only at its start"],
)
def test_a_load_that_never_used_the_database_is_no_proof(start: str) -> None:
    def idle(commit: str, folder: Path) -> None:
        (folder / "service.py").write_text(
            f"{start}async def app(scope, receive, send):\n"
            "    if scope['type'] == 'http':\n"
            "        await send({'type': 'http.response.start', 'status': 200, 'headers': []})\n"
            "        await send({'type': 'http.response.body', 'body': b'ok'})\n"
        )

    service = Service("service:app", sys.executable)
    made = prove(idle, "a", "b", service, Load((Request("GET", "/"),), concurrency=2, total=10, rounds=1), Bench())
    assert not made.holds and made.after.errors == 0
    (reason,) = made.failures
    assert reason.startswith("the load never used the database, so it proves nothing")


def test_variables_without_a_default_are_asked_for_with_a_command_line() -> None:
    def needing(commit: str, folder: Path) -> None:
        (folder / "config.py").write_text("import os\nKEY = os.environ['SIGNING_KEY']\nX = os.getenv('OTHER')\n")
        (folder / "service.py").write_text("import config\napp = None\n")

    with pytest.raises(EnvironmentFailed) as raised:
        prove(needing, "a", "b", Service("service:app", sys.executable), Load(), Bench())
    assert raised.value.cure.endswith("consolidate prove --app service:app --env SIGNING_KEY=***")
    assert "KeyError: 'SIGNING_KEY'" in raised.value.detail


def test_an_app_imported_from_elsewhere_proves_nothing(export: Export) -> None:
    with pytest.raises(EnvironmentFailed, match="not from the commit"):
        prove(export, "shared", "shared", Service("json:loads", sys.executable), Load(), Bench())


def test_nothing_is_left_after_a_failure(export: Export, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    tmp_path.chmod(0o777)
    service = Service("service:app", sys.executable, setup="exit 1")
    with pytest.raises(EnvironmentFailed):
        prove(export, "shared", "shared", service, Load(), Bench())
    time.sleep(0.1)
    assert list(tmp_path.iterdir()) == []
