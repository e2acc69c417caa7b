"""What each process claims of each database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from consolidator.model import Action, Claim, Database, Process, Site
from consolidator.planning.running import measured, running

API = Process("api", "web", "", "", ("a.py",), "")


def site(path: str, action: Action = Action.CONSOLIDATED, connections: int = 15) -> Site:
    return Site(path, 1, 1, "engine", "create_engine", "URL", action, "", connections)


def of(name: str, *sites: Site, source: str = "settings.URL") -> Database:
    return Database(name, source, None, False, 9, 9, sites, shared_connections=20)


def figures(claim: Claim) -> tuple[int | None, ...]:
    return claim.engines_before, claim.engines_after, claim.connections_before, claim.connections_after


@pytest.mark.parametrize(
    ("sites", "made", "said"),
    [
        ((site("a.py"), site("b.py", connections=30)), (1, 1), (2, 1, 45, 20)),
        ((site("a.py"), site("b.py", Action.KEPT)), (1, 1), (2, 2, 30, 35)),
        ((site("a.py"), site("b.py")), (None, 1), (None, 1, None, 20)),
        ((site("a.py"), site("b.py", Action.REVIEW)), (1, None), (None, None, None, None)),
        ((site("a.py", Action.KEPT), site("b.py")), (3, 0), (3, 3, 45, 45)),
    ],
)
def test_only_what_the_process_makes_is_counted(
    sites: tuple[Site, Site], made: tuple[int | None, int | None], said: tuple[int | None, ...]
) -> None:
    counts = {(each.path, 1, 1): count for each, count in zip(sites, made, strict=True)}
    (row,) = running([(API, counts)], [of("main", *sites)])
    assert [figures(claim) for claim in row.claims] == [said]


def test_a_database_of_which_it_makes_no_engine_is_not_claimed() -> None:
    rows = running([(API, {("a.py", 1, 1): 0})], [of("main", site("a.py")), of("other", site("b.py"))])
    assert [row.claims for row in rows] == [()]


def test_a_database_is_told_by_the_process_that_claims_most_of_it() -> None:
    database = of("main", site("a.py"), site("b.py"))
    worker, script = replace(API, name="worker", kind="worker"), replace(API, name="seed", kind="script")
    rows = running(
        [(API, {("a.py", 1, 1): 1}), (worker, {("a.py", 1, 1): 2}), (script, {("a.py", 1, 1): None})], [database]
    )
    found = measured(database, rows)
    assert (found.engines_before, found.engines_after, found.pool_before, found.pool_after) == (2, 1, 30, 20)
    assert measured(database, rows[2:]) == database


@pytest.mark.parametrize(
    ("source", "server"),
    [
        ("settings.URL", ""),
        ("'postgresql://u:***@db.local:6432/shop'", "db.local:6432"),
        ('"mysql://db/shop"', "db"),
        ("'sqlite:///x.db'", None),
        ("'postgresql://[bad'", ""),
        ("'postgresql://db:port/x'", ""),
    ],
)
def test_the_server_is_the_host_of_a_literal_url(source: str, server: str | None) -> None:
    (row,) = running([(API, {("a.py", 1, 1): 1})], [of("main", site("a.py"), source=source)])
    assert row.claims[0].server == server
