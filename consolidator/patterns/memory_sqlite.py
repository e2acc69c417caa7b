"""Each engine on in-memory SQLite is its own database, with the default pool even each thread.

https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#using-a-memory-database-in-multiple-threads
"""

from __future__ import annotations

from consolidator.meaning.sites import CreationSite
from consolidator.meaning.world import World

CODE = "CE206"
ORDER = 30


def reason(site: CreationSite, world: World) -> str | None:
    """Whether the URL names an in-memory database."""
    return "each engine on an in-memory SQLite URL is its own database" if site.source.is_memory else None
