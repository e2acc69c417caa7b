"""The engines that a service creates under load, counted where it creates them, against what the code says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from consolidator.prove.engines import Judgement, made, told
from consolidator.prove.run import Bench, prove
from consolidator.prove.values import Load, Made, Proof, Request, Service

CALL = """
import os

from sqlalchemy import create_engine, text

url = os.environ["DATABASE_URL"]


def plain():
    return create_engine(
        url,
        pool_size=1,
        echo=False,
        pool_pre_ping=True,
    )


def answer():
    engine = plain()
    with engine.connect() as connection:
        connection.execute(text("select 1"))
    engine.dispose()
"""
ONCE = (
    CALL.replace("    engine = plain()", "    engine = once").replace("    engine.dispose()\n", "\n")
    + "\nonce = plain()\n"
)
APP = """
import sys

from lib.store import answer


def app(environ, start_response):
    assert sys.own
    answer()
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""


def export(commit: str, folder: Path) -> None:
    (folder / "lib").mkdir()
    (folder / "lib" / "store.py").write_text({"call": CALL, "once": ONCE}[commit])
    (folder / "service.py").write_text(APP)
    (folder / "sitecustomize.py").write_text("import sys\nsys.own = True\n")


@pytest.fixture(scope="module")
def proof() -> Proof:
    load = Load((Request("GET", "/"),), concurrency=2, total=20, rounds=1)
    service = Service("service:app", sys.executable, workers=2, threads=2, scheme="postgresql+psycopg")
    judged = Judgement(frozenset({("lib/store.py", 10)}), None, 1)
    return prove(export, "call", "once", service, load, Bench(), judged=judged)


def test_engines_are_counted_at_the_line_that_creates_them(proof: Proof) -> None:
    (before,), (after,) = proof.before.engines, proof.after.engines
    assert (before.path, before.line) == ("lib/store.py", 10) and before.engines == 22
    assert (after.path, after.engines, after.most) == ("lib/store.py", 2, 1)
    assert proof.notes[0] == "1 site made 22 engines; after the change, 1 site made 2 engines"
    assert not any("scan" in note for note in proof.notes)


ROWS = (Made("a.py", 3, 40, 20), Made("b.py", 9, 2, 1))


@pytest.mark.parametrize(
    ("judged", "said"),
    [
        (Judgement(frozenset({("a.py", 3)}), None, 1), ["b.py:9 made 2 engines, and `scan` does not know it"]),
        (
            Judgement(frozenset({("a.py", 3), ("b.py", 9)}), 2, 1),
            ["before the change one process made 21 engines, `scan` counts 2"],
        ),
        (Judgement(frozenset({("a.py", 3), ("b.py", 9)}), 2, 1, counts=False), []),
        (Judgement(frozenset({("a.py", 3), ("b.py", 9)}), 21, 1), []),
    ],
)
def test_what_the_code_was_taken_to_say_is_checked(judged: Judgement, said: list[str]) -> None:
    after = (Made("db.py", 30, 2, 1),)
    assert told(ROWS, after, judged) == ("2 sites made 42 engines; after the change, 1 site made 2 engines", *said)


def test_more_engines_than_promised_and_fewer_than_feared_are_told() -> None:
    sites = frozenset({("a.py", 3)})
    once, more = (Made("a.py", 3, 1, 1),), (Made("db.py", 30, 3, 3),)
    assert told(once, more, Judgement(sites, None, 1))[1:] == (
        "after the change one process made 3 engines, `scan` counts 1",
        "`scan` takes engines for made on each call, yet no site made a second one; does the load reach them?",
    )
    assert told((), (), Judgement(sites)) == ()


def test_a_log_is_summed_by_site_and_process(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("7\ta.py\t3\n8\ta.py\t3\n7\ta.py\t3\n7\tb.py\t1\n")
    assert made(log) == (Made("a.py", 3, 3, 2), Made("b.py", 1, 1, 1))
    assert made(tmp_path / "none") == ()


GUARDED = """
from lib.store import answer


class Routes:
    def get(self, path):
        return lambda function: function


router = Routes()


@router.get("/health/db")
def health():
    return None


def app(environ, start_response):
    answer()
    status = "401 Unauthorized" if environ["PATH_INFO"].startswith("/health") else "200 OK"
    start_response(status, [("Content-Length", "2")])
    return [b"ok"]
"""


def test_variables_that_mean_a_part_of_the_address_are_filled_in() -> None:
    url = "f\"postgresql+psycopg://{os.environ['DB_USER']}:{os.environ['DB_PASSWORD']}@{os.environ['DB_HOST']}\""
    url += " f\":{os.environ['DB_PORT']}/{os.environ['DB_NAME']}\""

    def in_parts(commit: str, folder: Path) -> None:
        export(commit, folder)
        store = folder / "lib" / "store.py"
        store.write_text(store.read_text().replace('os.environ["DATABASE_URL"]', url))

    load = Load((Request("GET", "/"),), concurrency=1, total=2, rounds=1)
    proof = prove(in_parts, "call", "once", Service("service:app", sys.executable), load, Bench())
    assert proof.holds and any("DB_NAME" in note and "by their names" in note for note in proof.notes)


def test_a_health_route_that_asks_for_credentials_is_told() -> None:
    def guarded(commit: str, folder: Path) -> None:
        export(commit, folder)
        (folder / "service.py").write_text(GUARDED)

    load = Load((Request("GET", "/"),), concurrency=1, total=2, rounds=1)
    service = Service("service:app", sys.executable, scheme="postgresql+psycopg")
    notes = prove(guarded, "call", "once", service, load, Bench()).notes
    assert [each for each in notes if each.startswith("GET /health/db answers 401: ")]
