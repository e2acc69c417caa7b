"""Transaction poolers by their signs, and drivers that need an option behind one."""

from __future__ import annotations

import pytest

from consolidator.hazards._poolers import sign_of
from hazards.services import DB, told


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("DATABASE_URL=postgresql://u:p@db:6432/app", "a URL with port 6432"),
        ("DATABASE_URL=postgresql://u:p@pgbouncer/app", "the host pgbouncer"),
        (
            "DATABASE_URL=postgres://u:p@ep-cool-1-pooler.eu.aws.neon.tech/app",
            "the host ep-cool-1-pooler.eu.aws.neon.tech",
        ),
        ("URL: postgresql://u:p@host/app?pgbouncer=true", "a URL with pgbouncer=true"),
        ("      - POSTGRES_HOST=pgbouncer", "the host pgbouncer"),
        ("DB_PORT: '6543'", "port 6543"),
        ("# DATABASE_URL=postgresql://u:p@db:6432/app", None),
        ("postgresql://u:p@aws-0-eu.pooler.supabase.com:5432/app", None),
        ("postgresql://u:p@aws-0-eu.pooler.supabase.com/app", None),
        ("postgresql://u:p@aws-0-eu.pooler.supabase.com:6543/app", "a URL with port 6543"),
        ("DATABASE_URL=postgresql://u:p@pgbouncer/app\nPOOL_MODE: session", None),
        ("DATABASE_URL=postgresql://u:p@db:5432/spooler", None),
        ("REDIS_PORT=6432", None),
    ],
)
def test_signs_of_a_transaction_pooler(text: str, sign: str | None) -> None:
    assert sign_of(text.encode()) == sign


ASYNC = """
import os
from sqlalchemy.ext.asyncio import create_async_engine
url = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+asyncpg://")
engine = create_async_engine(url{options})
"""


@pytest.mark.parametrize(
    ("options", "example", "expected"),
    [
        ("", "DATABASE_URL=postgresql://u:p@pgbouncer:6432/app", ["CE310"]),
        (", connect_args={'statement_cache_size': 0}", "DATABASE_URL=postgresql://u:p@pgbouncer:6432/app", []),
        ("", "DATABASE_URL=postgresql://u:p@db:5432/app", []),
    ],
)
def test_a_pooler_without_statement_cache_options(options: str, example: str, expected: list[str]) -> None:
    files = {"app/db.py": ASYNC.format(options=options), ".env.example": example}
    assert [row.code for row in told(files)] == expected


def test_a_pooler_is_no_matter_for_psycopg2() -> None:
    files = {"app/db.py": DB, ".env.example": "DATABASE_URL=postgresql+psycopg2://u:p@pgbouncer:6432/app"}
    assert told(files) == ()
