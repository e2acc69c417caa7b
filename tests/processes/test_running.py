"""What each process claims of each database."""

from __future__ import annotations

import pytest

from consolidator.model import Action, Database, Process, Site
from consolidator.planning.running import running


def site(path: str, action: Action = Action.CONSOLIDATED, engines: int | None = 1, connections: int = 15) -> Site:
    return Site(path, 1, 1, "engine", "create_engine", "URL", action, "", engines, connections)


def claims(*sites: Site, source: str = "settings.URL") -> list[tuple[int | None, ...]]:
    process = Process("api", "web", "", "", ("a.py",), "", reach=frozenset({"a.py", "b.py"}))
    rows = running([process], [Database("main", source, None, False, 0, 0, sites, shared_connections=20)])
    return [(c.engines_before, c.engines_after, c.connections_before, c.connections_after) for c in rows[0].claims]


@pytest.mark.parametrize(
    ("sites", "said"),
    [
        ((site("a.py"), site("b.py", connections=30)), (2, 1, 45, 20)),
        ((site("a.py"), site("b.py", Action.KEPT)), (2, 2, 30, 35)),
        ((site("a.py", engines=None), site("b.py")), (None, 1, None, 20)),
        ((site("a.py"), site("b.py", Action.REVIEW, None)), (None, None, None, None)),
        ((site("a.py", Action.KEPT), site("other.py")), (1, 1, 15, 15)),
    ],
)
def test_only_what_the_process_reaches_is_counted(sites: tuple[Site, ...], said: tuple[int | None, ...]) -> None:
    assert claims(*sites) == [said]


def test_a_database_that_it_does_not_reach_is_not_claimed() -> None:
    assert claims(site("other.py")) == []


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
    process = Process("api", "web", "", "", ("a.py",), "", reach=frozenset({"a.py"}))
    (row,) = running([process], [Database("main", source, None, False, 0, 0, (site("a.py"),))])
    assert row.claims[0].server == server
