"""Each database and each user has an engine of its own; no call reaches another database than before."""

import os

import db
import db_optional
import db_settings
import settings
import sqlalchemy
from sqlalchemy.engine.url import make_url
from sqlalchemy.pool import NullPool

URL = "postgresql+psycopg2://u:p@h/d"
engine = db.shared_engine(URL)
assert db.shared_engine(make_url(URL)) is engine
assert db.shared_engine(URL, echo=False, pool_size=9) is engine
OTHERS = ["u:p@h/e", "u:q@h/d", "v:p@h/d", "u:p@i/d", "u:p@h:1/d", "u:p@h/d?sslmode=require", "u@h/d"]
others = [db.shared_engine(f"postgresql+psycopg2://{rest}") for rest in OTHERS]
options = [
    {"connect_args": {"options": "-csearch_path=a"}},
    {"connect_args": {"options": "-csearch_path=b"}},
    {"isolation_level": "AUTOCOMMIT"},
    {"poolclass": NullPool},
    {"json_serializer": repr},
]
others += [db.shared_engine(URL, **chosen) for chosen in options]
assert len({id(one) for one in [engine, *others]}) == 1 + len(OTHERS) + len(options)
assert db.shared_engine(URL, connect_args={"options": "-csearch_path=a"}) is others[len(OTHERS)]

first = db.get_engine()
os.environ["DATABASE_URL"] = URL.replace("/d", "/switched")
switched = db.get_engine()
assert switched is not first
assert switched.url.database == "switched"
os.environ["DATABASE_URL"] = ""
assert db_optional.get_engine() is None
assert set(db_optional.pool_status().values()) == {None}
assert not db_optional.ping()


def kind_of(call, url):
    try:
        call(url)
    except Exception as error:
        return type(error)


for url in (None, "", "nonsense"):
    assert kind_of(db.shared_engine, url) is kind_of(sqlalchemy.create_engine, url), url


class Settings:
    class database:
        POOL_SIZE, POOL_MAX_OVERFLOW, POOL_TIMEOUT, POOL_RECYCLE = 7, 0, 8, -1
        POOL_WAIT_WARNING, POOL_PRE_PING = 2, False


settings.get_settings = lambda: Settings
pool = db_settings.shared_engine(URL).pool
assert (pool.size(), pool._max_overflow, pool.timeout(), pool._recycle) == (7, 0, 8, -1)
assert (pool.wait_warning, pool._pre_ping) == (2, False)
Settings.database.POOL_SIZE = "many"
db_settings._engines.clear()
try:
    db_settings.shared_engine(URL)
except ValueError as error:
    assert "POOL_SIZE" in str(error)
else:
    raise AssertionError("a pool of many")
