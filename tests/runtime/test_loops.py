"""One async engine over many event loops, with each driver."""

from __future__ import annotations

import pytest

from .conftest import Prove


@pytest.mark.parametrize("driver", ["asyncpg", "psycopg"])
def test_loops_one_after_another_and_side_by_side(prove: Prove, driver: str) -> None:
    prove("loops", driver)


@pytest.mark.parametrize("driver", ["asyncpg", "psycopg"])
def test_loops_that_start_cold_close_under_each_other_and_come_by_the_thousand(prove: Prove, driver: str) -> None:
    prove("loops_attacked", driver)


def test_loops_of_a_pool_whose_numbers_are_read(prove: Prove) -> None:
    prove("loops_attacked", "asyncpg", "db_numbers")


@pytest.mark.parametrize("driver", ["asyncpg", "psycopg"])
def test_a_thread_without_a_loop_reads_the_numbers_of_all(prove: Prove, driver: str) -> None:
    prove("pool_numbers", driver)
