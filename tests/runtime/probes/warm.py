"""A getter that has its engine looks it up by the URL: nothing of SQLAlchemy runs, no lock is taken and nothing is
imported that only making an engine needs, in any form.

Parsing the URL or comparing options would cost each request a hundred times as much, an import five times.
"""

import builtins
import os
import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import settings

os.environ["DATABASE_URL"] = URL = "postgresql+psycopg2://nobody@localhost/none"
POOL = {"POOL_SIZE": 5, "POOL_MAX_OVERFLOW": 10, "POOL_TIMEOUT": 30, "POOL_RECYCLE": 1800, "POOL_PRE_PING": True}
settings.get_settings = lambda: SimpleNamespace(database=SimpleNamespace(**POOL))
GETTERS = {"get_engine": (), "get_async_engine": (), "shared_engine": (URL,)}
GETTERS["shared_async_engine"] = (URL.replace("psycopg2", "asyncpg"),)


def ran(getter, arguments):
    """The engine, and the files of the functions that were called for it."""
    called = []
    sys.setprofile(lambda frame, event, _: called.append(frame.f_code.co_filename) if event == "call" else None)
    try:
        engine = getter(*arguments)
    finally:
        sys.setprofile(None)
    return engine, called


def asks_sqlalchemy(called):
    return any("sqlalchemy" in file for file in called)


seen = 0
for path in sorted(Path(os.environ["PYTHONPATH"]).glob("db*.py")):
    module = import_module(path.stem)
    for name, arguments in GETTERS.items():
        getter = getattr(module, name, None)
        if getter is None:
            continue
        engine, called = ran(getter, arguments)
        assert asks_sqlalchemy(called), (path.stem, name)
        kept = module._lock, builtins.__import__
        module._lock = builtins.__import__ = None
        again, called = ran(getter, arguments)
        module._lock, builtins.__import__ = kept
        assert again is engine, (path.stem, name)
        assert not asks_sqlalchemy(called), (path.stem, name)
        seen += 1
print(f"{seen} getters ask nothing of SQLAlchemy once they have their engine")
assert seen >= 15
