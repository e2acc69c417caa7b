"""A finding code in; the page that explains its subject out: the words of those whose library or server it is."""

from __future__ import annotations

POOLING = "https://docs.sqlalchemy.org/en/20/core/pooling.html"
_CORE = "https://docs.sqlalchemy.org/en/20/core"
_ORM = "https://docs.sqlalchemy.org/en/20/orm"

_PAGES = {
    "CE201": "https://alembic.sqlalchemy.org/en/latest/tutorial.html",
    "CE203": f"{POOLING}#switching-pool-implementations",
    "CE206": "https://docs.sqlalchemy.org/en/20/dialects/sqlite.html",
    "CE210": f"{_CORE}/connections.html#engine-disposal",
    "CE213": "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html",
    "CE214": "https://www.postgresql.org/docs/current/sql-listen.html",
    "CE219": f"{_ORM}/extensions/asyncio.html#using-multiple-asyncio-event-loops",
    "CE220": f"{POOLING}#using-connection-pools-with-multiprocessing-or-os-fork",
    "CE303": f"{_CORE}/connections.html#basic-usage",
    "CE304": f"{POOLING}#reset-on-return",
    "CE305": "https://docs.python.org/3/library/unittest.mock.html#where-to-patch",
    "CE306": f"{_CORE}/event.html",
    "CE307": f"{_ORM}/session_basics.html",
    "CE308": "https://www.psycopg.org/psycopg3/docs/advanced/pool.html",
    "CE309": f"{_CORE}/connections.html#engine-disposal",
    "CE310": "https://www.pgbouncer.org/features.html",
    "CE313": "https://cwe.mitre.org/data/definitions/798.html",
    "CE401": "https://docs.python.org/3/library/py_compile.html",
    "CE402": "https://peps.python.org/pep-0263/",
}


def page(code: str) -> str:
    """The page for a code; where it has none of its own, the one on pools that all of them come back to."""
    return _PAGES.get(code, POOLING)
