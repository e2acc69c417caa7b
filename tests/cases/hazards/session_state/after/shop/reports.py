from sqlalchemy import text

from shop.db import get_engine


def as_reader(query):
    """Run a query as the reader: SET ROLE reader."""
    with get_engine().begin() as connection:
        connection.execute(text("SET ROLE reader"))
        return connection.execute(text(query)).all()


def in_schema(schema, query):
    with get_engine().begin() as connection:
        connection.execute(text(f"SET LOCAL search_path TO {schema}"))
        return connection.execute(text(query)).all()


def once(job):
    with get_engine().begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(:job)"), {"job": job})
