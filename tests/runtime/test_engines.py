"""The generated module's engines on the newest SQLAlchemy: one a database, bounded, watched and healed."""

from __future__ import annotations

from pathlib import Path

from consolidator.prove import postgres

from .conftest import Modules, Prove
from .restarting import prove_restart
from .stacks import OLDER, Stack, build


def test_threads_get_one_engine(prove: Prove) -> None:
    prove("one_engine")


def test_each_driver_gets_the_arguments_that_its_pool_takes(prove: Prove) -> None:
    prove("pool_arguments")


def test_another_database_user_or_option_has_another_engine(prove: Prove) -> None:
    prove("identity")


def test_a_getter_that_has_its_engine_asks_nothing_of_sqlalchemy(prove: Prove) -> None:
    prove("warm")


def test_options_of_each_call_and_sqlite_go_wrong_in_plainer_modules_only(prove: Prove) -> None:
    prove("naive")


def test_waiters_are_counted_as_the_pool_counts_them(prove: Prove) -> None:
    prove("waiters")


def test_load_never_opens_more_than_fifteen_connections(prove: Prove) -> None:
    prove("load")


def test_probe_answers_at_once_and_keeps_secrets(prove: Prove) -> None:
    prove("health")


def test_disposal_in_use_and_a_thousand_forks_leave_nothing_behind(prove: Prove) -> None:
    prove("engines_attacked")


def test_a_disconnect_is_noticed_by_one_caller_at_most(prove: Prove) -> None:
    prove("disconnect")


def test_probes_of_a_silent_server_hold_one_connection(prove: Prove) -> None:
    prove("silent")


def test_greenlets_in_place_of_threads(prove: Prove) -> None:
    prove("green")


def test_instrumentation_sees_each_statement_once(modules: Modules, server: postgres.Postgres, tmp_path: Path) -> None:
    stack = build(OLDER[-1])
    stack.prove("traced", modules=modules(stack), url=server.dsn("postgresql+psycopg2"), folder=tmp_path)


def test_clients_are_shared(prove: Prove) -> None:
    prove("clients")


def test_server_restart_is_healed(latest: Stack, modules: Modules, server: postgres.Postgres) -> None:
    prove_restart(latest, modules(latest), server, "postgresql+psycopg2")
