"""A client class that a service shares, with a count of what was made and what was closed."""

import os

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
        made.append(self)

    def __bool__(self):
        return False

    def close(self):
        """End it."""
        closed.append(self)

    async def aclose(self):
        """End it from a coroutine."""
        closed.append(self)
