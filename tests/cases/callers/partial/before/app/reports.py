from functools import partial

from sqlalchemy import create_engine

from app.config import DATABASE_URL


def _pg_engine():
    return create_engine(DATABASE_URL)


def run(make):
    return make().name


task = partial(run, _pg_engine)
