import logging
import threading
import time

from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import QueuePool

from school.settings import settings


class WaitCountingPool(QueuePool):
    """Warns, once a minute, while many callers wait for a connection."""

    counting = threading.Lock()
    waiting, quiet_until = 0, 0.0

    def connect(self):
        if self.checkedout() < self.size() + self._max_overflow:
            return super().connect()
        with self.counting:
            self.waiting += 1
            warns = self.waiting > 10 and time.monotonic() > self.quiet_until
            if warns:
                self.quiet_until = time.monotonic() + 60
        if warns:
            logging.getLogger(__name__).warning(
                "%d callers wait for a database connection", self.waiting
            )
        try:
            return super().connect()
        finally:
            with self.counting:
                self.waiting -= 1


pool_options = {
    "pool_size": settings.POOL_SIZE,
    "max_overflow": settings.POOL_MAX_OVERFLOW,
    "pool_timeout": settings.POOL_TIMEOUT,
    "pool_recycle": settings.POOL_RECYCLE,
    "pool_pre_ping": True,
    "poolclass": WaitCountingPool,
}
if settings.DATABASE_URL.startswith("sqlite"):
    pool_options.clear()  # SQLite has a pool of its own
engine = create_engine(settings.DATABASE_URL, **pool_options)
SessionLocal = sessionmaker(bind=engine)
