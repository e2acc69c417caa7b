"""What a plainer module does wrong and the generated one does not, each told by the same question.

The plainer ones: a registry keyed by the URL and the options as they stand at the call, an engine for each call where
one was kept, and one that is kept where each call had its own.
"""

import gc
import os
from pathlib import Path

import db
import db_kept
import db_options
import sqlalchemy
from counting import Server
from settings import opened
from sqlalchemy import create_engine, text

CALLS = 20
server = Server()


class Registry:
    def __init__(self):
        self.engines = {}

    def get_engine(self):
        options = {"connect_args": opened(), "json_serializer": lambda value: str(value)}
        url = os.environ["DATABASE_URL"]
        key = url, tuple(id(option) for option in options.values())
        if key not in self.engines:
            self.engines[key] = create_engine(url, **options)
        return self.engines[key]


def connections(get_engine, close):
    """How many the server has after calls that each ask once."""
    for _ in range(CALLS):
        with get_engine().connect() as connection:
            connection.execute(text("SELECT 1"))
    found = server.count()
    close()
    gc.collect()
    assert server.settled() == 0
    return found


def keeps_its_table(get_engine):
    """Whether a table is still there for the next caller."""
    with get_engine().begin() as connection:
        connection.execute(text("CREATE TABLE kept (id INTEGER)"))
    return sees(get_engine, "kept")


def sees(get_engine, table):
    with get_engine().connect() as connection:
        found = connection.execute(text(f"SELECT count(*) FROM sqlite_master WHERE name = '{table}'")).scalar()
    return found == 1


def sees_a_new_file(get_engine, name):
    """Whether a database that takes the place of another is read."""
    os.environ["DATABASE_URL"] = f"sqlite:///{name}"
    assert not sees(get_engine, "later")
    Path(name).unlink()
    engine = create_engine(os.environ["DATABASE_URL"])
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE later (id INTEGER)"))
    engine.dispose()
    return sees(get_engine, "later")


registry = Registry()
evaluated = connections(registry.get_engine, lambda: [engine.dispose() for engine in registry.engines.values()])
assert evaluated == CALLS, "an option that is evaluated for each call is another engine, whose connection stays"
assert connections(db_options.get_engine, db_options.close_db) == 1

os.environ["DATABASE_URL"] = "sqlite://"
assert not keeps_its_table(db.get_engine), "an engine for each call is a database for each call"
assert keeps_its_table(db_kept.get_engine)

if not sqlalchemy.__version__.startswith("1."):  # which pools no connection to a file
    assert not sees_a_new_file(db_kept.get_engine, "first.db"), "a pool still has the file that is gone"
assert sees_a_new_file(db.get_engine, "second.db")
print(f"{CALLS} calls with an option of their own: {evaluated} connections with a registry, 1 with the module")
