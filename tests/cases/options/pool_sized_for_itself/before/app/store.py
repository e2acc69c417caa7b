import os

from sqlalchemy import create_engine

_stores = {}


class Store:
    def __init__(self) -> None:
        size = int(os.getenv("STORE_POOL_SIZE", "1"))
        self.engine = create_engine(os.environ["DATABASE_URL"], pool_size=size, max_overflow=0)


def store() -> Store:
    pid = os.getpid()
    if pid not in _stores:
        _stores[pid] = Store()
    return _stores[pid]
