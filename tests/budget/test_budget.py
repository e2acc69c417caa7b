"""The arithmetic of connections: per process, times workers and replicas, summed for each server."""

from __future__ import annotations

import pytest

from consolidator.budget import budget, fits, usable
from consolidator.model import Action, Claim, Database, Process, ProcessKind, Running, Site


def process(name: str, workers: int = 1, replicas: int = 1, kind: ProcessKind = "web", **more: str) -> Process:
    return Process(
        name,
        kind,
        f"run {name}",
        f"compose.yaml:{len(name)}",
        (f"{name}.py",),
        "",
        workers=workers,
        replicas=replicas,
        reach=frozenset({f"{name}.py"}),
        **more,
    )


def claim(before: int | None, after: int | None, server: str | None = "", database: str = "main") -> Claim:
    return Claim(database, server, before, after, before, after)


def database(before: int | None = 15, after: int | None = 15, driver: str | None = None) -> Database:
    site = Site("api.py", 3, 1, "engine", "create_engine", "URL", Action.KEPT, "")
    return Database("main", "URL", driver, False, before, after, (site,), before, after)


def test_each_process_claims_its_pools_for_each_worker_and_replica() -> None:
    rows = [
        Running(process("api", 4, 3), (claim(60, 15),)),
        Running(process("worker", 2), (claim(30, 15), claim(10, 10, database="audit"))),
    ]
    made = budget(rows, [database()])
    assert made is not None
    assert (made.before, made.after) == (4 * 3 * 60 + 2 * 40, 4 * 3 * 15 + 2 * 25)
    assert (made.processes, made.per_process, made.max_connections) == (14, 25, 100)
    assert any("2 databases are taken to be on one server" in each for each in made.assumptions)


def test_servers_are_summed_apart_and_the_busiest_stands_in_front() -> None:
    rows = [
        Running(process("api", 2), (claim(30, 15, "a:5432"), claim(90, 60, "b"))),
        Running(process("bot"), (claim(15, 15, "a:5432"), claim(99, 99, None))),
    ]
    made = budget(rows, [database()])
    assert made is not None
    assert [(each.name, each.before, each.after) for each in made.servers] == [("b", 180, 120), ("a:5432", 75, 45)]
    assert (made.before, made.after) == (180, 120)


def test_what_ends_by_itself_is_not_counted_and_said() -> None:
    rows = [Running(process("api"), (claim(15, 15),)), Running(process("seed", kind="script"), (claim(15, 15),))]
    made = budget(rows, [database()])
    assert made is not None and made.before == 15 and not made.upper_bound
    assert "1 program that ends by itself is not counted: seed" in made.assumptions


def test_one_engine_per_call_leaves_the_sum_unbounded() -> None:
    made = budget([Running(process("api", 2), (claim(None, 15),))], [database()])
    assert made is not None and (made.before, made.after) == (None, 30)
    assert not made.upper_bound
    assert any("no bound" in each for each in made.assumptions)


@pytest.mark.parametrize(
    ("more", "numbers", "exact"),
    [
        ({}, {}, True),
        ({"workers_assumed": "one worker, as nobody says it"}, {}, False),
        ({"workers_assumed": "one worker, as nobody says it"}, {"workers": 4}, True),
        ({"replicas_assumed": "one replica"}, {"workers": 4}, False),
        ({"replicas_assumed": "one replica"}, {"replicas": 2}, True),
    ],
)
def test_it_is_an_upper_bound_only_where_nothing_is_assumed(
    more: dict[str, str], numbers: dict[str, int], exact: bool
) -> None:
    made = budget([Running(process("api", **more), (claim(15, 15),))], [database()], **numbers)  # type: ignore[arg-type]
    assert made is not None and made.upper_bound is exact


def test_a_site_that_no_process_is_seen_to_reach_is_no_part_of_the_bound() -> None:
    made = budget([Running(process("other"), (claim(15, 15),))], [database()])
    assert made is not None and not made.upper_bound
    assert "1 site is in no process that is seen, and not counted: api.py:3" in made.assumptions


def test_where_no_process_serves_one_is_assumed() -> None:
    made = budget([], [database(30, 15)])
    assert made is not None and (made.before, made.after, made.processes) == (30, 15, 1)
    assert made.assumptions[0] == "service: one process, as none that serves is seen; 1 replica"


def test_a_database_in_a_file_has_no_budget() -> None:
    assert budget([], [database(driver="sqlite")]) is None
    assert budget([Running(process("api"), (claim(15, 15, None),))], [database(driver="sqlite")]) is None


@pytest.mark.parametrize("driver", ["mysql+mysqldb", "mariadb+pymysql"])
def test_a_server_of_another_kind_has_its_own_default(driver: str) -> None:
    rows = [Running(process("api"), (claim(60, 15),))]
    made = budget(rows, [database(driver=driver), database(driver="sqlite")])
    assert made is not None and made.max_connections == 151
    assert "max_connections 151: MySQL's default, as no manifest names another" in made.assumptions
    assert "3 of the 151 connections are left to administrators" in made.assumptions
    both = budget(rows, [database(driver=driver), database(driver="postgresql+psycopg")])
    assert both is not None and both.max_connections == 100


def test_what_the_user_says_goes_before_what_was_read() -> None:
    rows = [Running(process("api", 4, 3, workers_from="set in gunicorn.conf.py"), (claim(15, 15),))]
    read = budget(rows, [database()], (50, "compose.yaml"))
    assert (
        read is not None
        and read.assumptions[0] == "api: 4 workers, set in gunicorn.conf.py; 3 replicas (compose.yaml:3)"
    )
    assert "max_connections 50: compose.yaml" in read.assumptions
    told = budget(rows, [database()], (50, "compose.yaml"), workers=2, replicas=1, max_connections=200)
    assert told is not None and (told.before, told.max_connections) == (30, 200)
    assert told.assumptions[0] == "api: 2 workers, as told; 1 replica, as told (compose.yaml:3)"
    assert "max_connections 200, as told" in told.assumptions


@pytest.mark.parametrize(
    ("claimed", "part", "answer"),
    [(97, 1.0, True), (98, 1.0, False), (77, 0.8, True), (78, 0.8, False), (None, 1.0, False)],
)
def test_reserved_connections_are_not_to_be_claimed(claimed: int | None, part: float, answer: bool) -> None:
    assert usable(100) == 97
    assert fits(claimed, 100, part) is answer


def test_claims_beyond_the_limit_are_warned_of_with_what_would_fit() -> None:
    made = budget([Running(process("api", 4, 2), (claim(None, 15),))], [database()])
    assert made is not None
    assert "120 connections are more than the 97" in made.warning and "12 in each of 8 processes" in made.warning


def test_of_many_processes_only_fewer_fit() -> None:
    made = budget([Running(process("api", 4, 50), (claim(None, 15),))], [database()])
    assert made is not None
    assert "3,000 connections" in made.warning and "0 in each" not in made.warning


@pytest.mark.parametrize("after", [12, None])
def test_claims_that_fit_or_have_no_bound_are_not_warned_of(after: int | None) -> None:
    """What has no bound is a finding of its own."""
    made = budget([Running(process("api", 4, 2), (claim(None, after),))], [database()])
    assert made is not None
    assert made.warning == ""
