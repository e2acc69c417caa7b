"""Every driver takes the settings that its pool knows, and no others; SQLite keeps the meaning that it had."""

import os

import db
import db_by_url
import db_kept
import db_options
import db_settings
import settings
import sqlalchemy
from sqlalchemy.engine.url import make_url

OLD = sqlalchemy.__version__.startswith("1.")
os.environ.update(POOL_SIZE="3", POOL_MAX_OVERFLOW="4", POOL_TIMEOUT="6", POOL_RECYCLE="900")
SYNC = ["postgresql+psycopg2://h/d", "mysql+pymysql://h/d", *([] if OLD else ["postgresql+psycopg://h/d"])]
ASYNC = ["postgresql+asyncpg://h/d", *([] if OLD else ["postgresql+psycopg://h/d"])]
SQLITE = ["sqlite:///f", "sqlite://", "sqlite:///:memory:"]


def numbers(engine):
    pool = engine.pool
    return pool.size(), pool._max_overflow, pool.timeout(), pool._recycle, pool._pre_ping


for shared, urls in ((db_by_url.shared_engine, SYNC), (db_by_url.shared_async_engine, ASYNC)):
    for url in urls:
        for form in (url, make_url(url)):
            assert numbers(shared(form)) == (3, 4, 6, 900, True), form
            assert shared(form) is shared(form)
for url in SQLITE:
    assert db_by_url.shared_engine(url) is not db_by_url.shared_engine(url)
    late = url.replace("sqlite", "sqlite+aiosqlite")
    assert db_by_url.shared_async_engine(late) is not db_by_url.shared_async_engine(late)
    os.environ["DATABASE_URL"] = url
    assert db_kept.get_engine() is db_kept.get_engine()
    assert db.get_engine() is not db.get_engine()
    assert db_options.get_engine().connect().execute(sqlalchemy.text("SELECT 1")).scalar() == 1
with db_kept.get_engine().begin() as connection:
    connection.execute(sqlalchemy.text("CREATE TABLE kept (id INTEGER)"))
with db_kept.get_engine().connect() as connection:
    assert connection.execute(sqlalchemy.text("SELECT count(*) FROM kept")).scalar() == 0

os.environ["DATABASE_URL"] = SYNC[0]
settings.made.clear()
assert len({id(db_options.get_engine()) for _ in range(60)}) == 1
assert len(settings.made) == 1, "an option is evaluated once, when the engine is made"
os.environ["POOL_SIZE"] = "0"
for value in ("0", "-1", "many", "2.5"):
    os.environ["POOL_SIZE"] = value
    db._engines.clear()
    try:
        db.get_engine()
    except ValueError as error:
        assert "POOL_SIZE" in str(error) and value in str(error)
    else:
        raise AssertionError(f"a pool of {value}")
os.environ["POOL_SIZE"] = ""
assert db.get_engine().pool.size() == 5


class Settings:
    class database:
        POOL_SIZE, POOL_MAX_OVERFLOW, POOL_TIMEOUT, POOL_RECYCLE, POOL_PRE_PING = 7, 0, 8, -1, False


settings.get_settings = lambda: Settings
assert numbers(db_settings.get_engine()) == (7, 0, 8, -1, False)
