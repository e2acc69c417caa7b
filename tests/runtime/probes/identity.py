"""Each database and each user has an engine of its own; no call reaches another database than before."""

import os

import db
import db_by_url
import db_optional
import sqlalchemy
from sqlalchemy.engine.url import make_url

URL = "postgresql+psycopg2://u:p@h/d"
engine = db_by_url.shared_engine(URL)
assert db_by_url.shared_engine(make_url(URL)).url == engine.url
assert db_by_url.shared_engine(make_url(URL)).url.password == engine.url.password == "p"
OTHERS = ["u:p@h/e", "u:q@h/d", "v:p@h/d", "u:p@i/d", "u:p@h:1/d", "u:p@h/d?sslmode=require", "u@h/d"]
others = [db_by_url.shared_engine(f"postgresql+psycopg2://{rest}") for rest in OTHERS]
assert len({id(one) for one in [engine, *others]}) == 1 + len(OTHERS)

first = db.get_engine()
os.environ["DATABASE_URL"] = URL.replace("/d", "/switched")
switched = db.get_engine()
assert switched is not first
assert switched.url.database == "switched"
os.environ["DATABASE_URL"] = ""
assert db_optional.get_engine() is None


def kind_of(call, url):
    try:
        call(url)
    except Exception as error:
        return type(error)


for url in (None, "", "nonsense"):
    assert kind_of(db_by_url.shared_engine, url) is kind_of(sqlalchemy.create_engine, url), url
