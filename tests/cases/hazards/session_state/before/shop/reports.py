from sqlalchemy import create_engine, text

from shop.config import DATABASE_URL


def as_reader(query):
    """Run a query as the reader: SET ROLE reader."""
    with create_engine(DATABASE_URL).begin() as connection:
        connection.execute(text("SET ROLE reader"))
        return connection.execute(text(query)).all()


def in_schema(schema, query):
    with create_engine(DATABASE_URL).begin() as connection:
        connection.execute(text(f"SET LOCAL search_path TO {schema}"))
        return connection.execute(text(query)).all()


def once(job):
    with create_engine(DATABASE_URL).begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(:job)"), {"job": job})
