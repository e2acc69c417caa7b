"""Statements whose effect outlives the transaction, and those that only look like it."""

from __future__ import annotations

import pytest

from consolidator.hazards._statements import states, undoes
from hazards.services import codes


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("SET search_path TO reports", "set"),
        ("set session statement_timeout = 0", "set"),
        ("SELECT 1; SET ROLE reader", "set"),
        ("SET SESSION AUTHORIZATION 'x'", "set"),
        ("SET TIME ZONE 'UTC'", "set"),
        ("-- first\nSET work_mem = '1GB'", "set"),
        ("SET {} = 1", ""),
        ("SELECT set_config('app.tenant', '1', false)", "set"),
        ("CREATE TEMP TABLE seen (id int)", "temp"),
        ("CREATE TEMPORARY TABLE IF NOT EXISTS seen AS SELECT 1", "temp"),
        ("SELECT pg_advisory_lock(1)", "lock"),
        ("SELECT pg_try_advisory_lock(:key)", "lock"),
        ("SET LOCAL search_path TO reports", ""),
        ("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", ""),
        ("SET application_name = 'web'", ""),
        ("UPDATE users SET name = 'x'", ""),
        ("-- SET ROLE reader\nSELECT 1", ""),
        ("SELECT pg_advisory_xact_lock(1)", ""),
        ("SELECT set_config('app.tenant', '1', true)", ""),
        ("CREATE TEMP TABLE seen (id int) ON COMMIT DROP", ""),
        ("CREATE TABLE templates (id int)", ""),
        ("settle the account to 1", ""),
    ],
)
def test_only_state_that_outlives_the_transaction_counts(sql: str, kind: str) -> None:
    assert [state.kind for state in states(sql)] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("sql", "kinds"),
    [
        ("RESET ROLE", {"set"}),
        ("SET search_path TO DEFAULT", {"set"}),
        ("SELECT pg_advisory_unlock(1)", {"lock"}),
        ("DROP TABLE seen", {"temp"}),
        ("DISCARD ALL", {"set", "temp", "lock"}),
        ("SELECT 1", set()),
    ],
)
def test_what_takes_state_back(sql: str, kinds: set[str]) -> None:
    assert undoes(sql) == kinds


STATE = """
def work(tenant):
    with make_engine().begin() as connection:
        {body}
"""


@pytest.mark.parametrize(
    "body",
    [
        "connection.execute(text('SET search_path TO reports'))",
        "connection.execute(text(f'SET search_path TO {tenant}'))",
        "connection.exec_driver_sql('SET ROLE ' + tenant)",
        "statement = text('CREATE TEMP TABLE seen (id int)')\n        connection.execute(statement)",
        "statement = 'SET ROLE reader'\n        connection.execute(statement)",
        "connection.scalar(select(func.pg_advisory_lock(1)))",
    ],
)
def test_state_on_a_shared_connection_is_told(body: str) -> None:
    assert codes(STATE.format(body=body)) == ["CE304 warning"]


@pytest.mark.parametrize(
    "body",
    [
        "connection.execute(text('SET LOCAL search_path TO reports'))",
        "connection.execute(text('SET ROLE x'))\n        connection.execute(text('RESET ROLE'))",
        "connection.execute(text(f'{tenant} SET name = 1'))",
        "statement = text('SET ROLE x')\n        statement = text('SELECT 1')\n        connection.execute(statement)",
        "for statement in ('SET ROLE x',):\n            connection.execute(statement)",
        "connection.execute(read())",
        "statement = read()\n        connection.execute(statement)",
        "print('SET ROLE reader')",
        "cache.execute('SET ROLE reader')",
        "pass  # SET ROLE reader",
    ],
)
def test_state_that_is_taken_back_or_elsewhere_is_not(body: str) -> None:
    assert codes(STATE.format(body=body)) == []


def test_what_a_rollback_takes_back_is_noted() -> None:
    body = STATE.replace("begin", "connect").format(body="connection.execute(text('SET ROLE reader'))")
    assert codes(body) == ["CE304 note"]


@pytest.mark.parametrize(("restore", "expected"), [("pass", ["CE304 warning"]), ("raw.autocommit = False", [])])
def test_autocommit_of_a_raw_connection(restore: str, expected: list[str]) -> None:
    body = f"""
    def vacuum():
        raw = make_engine().raw_connection()
        try:
            raw.autocommit = True
            raw.cursor().execute("ANALYZE")
        finally:
            {restore}
            raw.close()
    """
    assert codes(body) == expected


def test_state_set_for_every_connection_alike_is_none() -> None:
    body = """
    from sqlalchemy import event
    engine = make_engine()

    @event.listens_for(engine, "connect")
    def configure(connection, record):
        cursor = connection.cursor()
        cursor.execute("SET search_path TO reports")
    """
    assert codes(body) == []
