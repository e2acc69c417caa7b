from app.orders import Engine
from app.db import get_engine


def stock():
    return get_engine().connect()


def again() -> Engine:
    return get_engine()
