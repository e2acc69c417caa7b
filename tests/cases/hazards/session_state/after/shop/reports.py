import threading

from sqlalchemy import create_engine, text

from shop.config import DATABASE_URL


_engines = {}
_engines_lock = threading.Lock()


def _shared_engine(url):
    """Return this process's engine for a URL; another one would be another pool."""
    if url.startswith("sqlite"):  # has no server to spare, and its file may be replaced
        return create_engine(url)
    if url not in _engines:
        with _engines_lock:
            if url not in _engines:
                _engines[url] = create_engine(url)
    return _engines[url]


def as_reader(query):
    """Run a query as the reader: SET ROLE reader."""
    with _shared_engine(DATABASE_URL).begin() as connection:
        connection.execute(text("SET ROLE reader"))
        return connection.execute(text(query)).all()


def in_schema(schema, query):
    with _shared_engine(DATABASE_URL).begin() as connection:
        connection.execute(text(f"SET LOCAL search_path TO {schema}"))
        return connection.execute(text(query)).all()


def once(job):
    with _shared_engine(DATABASE_URL).begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(:job)"), {"job": job})
