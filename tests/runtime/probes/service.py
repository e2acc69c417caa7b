"""A client class that a service shares, with a count of what was made and what was closed."""

import os

from sqlalchemy import create_engine, text

made = []
closed = []


def url_of():
    """The database's URL."""
    return os.environ["DATABASE_URL"]


class DatabaseClient:
    """Remembers where it was made."""

    def __init__(self, url):
        self.url = url
        self.process = os.getpid()
        self.engine = create_engine(url)
        made.append(self)

    def __bool__(self):
        return False

    def ask(self):
        """Ask the database."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self):
        """End it."""
        self.engine.dispose()
        closed.append(self)

    async def aclose(self):
        """End it from a coroutine."""
        closed.append(self)
