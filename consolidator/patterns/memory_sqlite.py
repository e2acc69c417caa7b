"""Each engine on in-memory SQLite is its own database, with the default pool even each thread.

https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#using-a-memory-database-in-multiple-threads
"""

from __future__ import annotations

from consolidator.meaning.world import World
from consolidator.model import Resource

CODE = "CE206"
ORDER = 30
KINDS = ("engine", "driver pool")


def reason(site: Resource, world: World) -> str | None:
    """Whether the URL names an in-memory database."""
    return "each engine on an in-memory SQLite URL is its own database" if site.source.is_memory else None
