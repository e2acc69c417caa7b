from app.orders import Engine, _engine
from app.config import DATABASE_URL


def stock():
    return _engine().connect()


def again() -> Engine:
    return _engine()


ADDRESS = DATABASE_URL
