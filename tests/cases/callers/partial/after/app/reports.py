from functools import partial

from app.db import get_engine


def run(make):
    return make().name


task = partial(run, get_engine)
