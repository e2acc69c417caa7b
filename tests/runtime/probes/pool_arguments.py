"""Every driver with every pool class takes the settings that its pool knows, and no others."""

import os

import db_both as db
import sqlalchemy
from sqlalchemy import pool

OLD = sqlalchemy.__version__.startswith("1.")
os.environ.update(POOL_SIZE="3", POOL_MAX_OVERFLOW="4", POOL_TIMEOUT="6", POOL_RECYCLE="900")
SYNC = ["postgresql+psycopg2://h/d", "mysql+pymysql://h/d", "sqlite:///f", "sqlite://", "sqlite:///:memory:"]
ASYNC = ["postgresql+asyncpg://h/d", "sqlite+aiosqlite:///f", "sqlite+aiosqlite://"]
if not OLD:
    SYNC.append("postgresql+psycopg://h/d")
    ASYNC.append("postgresql+psycopg://h/d")
CHOICES = [None, pool.NullPool, pool.StaticPool]
combinations = [
    (create, url, choice)
    for create, urls, queue in (
        (db.shared_engine, SYNC, pool.QueuePool),
        (db.shared_async_engine, ASYNC, pool.AsyncAdaptedQueuePool),
    )
    for url in urls
    for choice in [*CHOICES, queue]
]
for create, url, choice in combinations:
    engine = create(url, **({"poolclass": choice} if choice else {}))
    found = engine.pool
    counting = db.WaitCountingPool if create is db.shared_engine else db.PoolPerLoop
    if choice in (pool.NullPool, pool.StaticPool):
        assert type(found) is choice
    elif choice or "sqlite" not in url:
        assert type(found) is counting, (url, choice, found)
    if isinstance(found, pool.QueuePool):
        assert (found.size(), found.timeout(), found._max_overflow) == (3, 6, 4), (url, choice)
    assert (found._recycle, found._pre_ping) == (900, True), (url, choice)
    kept = create(url, **({"poolclass": choice} if choice else {})) is engine
    assert kept == (url not in ("sqlite://", "sqlite:///:memory:", "sqlite+aiosqlite://")), (url, choice)


class OwnQueue(pool.QueuePool):
    """A pool that somebody wrote on purpose."""


own = db.shared_engine(SYNC[0], poolclass=OwnQueue, pool_size=1, pool_pre_ping=False).pool
assert type(own) is OwnQueue
assert (own.size(), own._max_overflow, own._pre_ping) == (1, 4, False)
ready = pool.QueuePool(lambda: None, pool_size=2)
assert db.shared_engine(SYNC[0], pool=ready).pool is ready
print(f"{len(combinations)} combinations")
