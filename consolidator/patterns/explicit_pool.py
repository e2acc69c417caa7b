"""An explicit pool class or pool is a decision: NullPool behind PgBouncer, StaticPool in tests, a pool of one's own.

https://docs.sqlalchemy.org/en/20/core/pooling.html#switching-pool-implementations
"""

from __future__ import annotations

from consolidator.meaning.world import World
from consolidator.model import Resource
from consolidator.syntax.showing import shown

CODE = "CE203"
ORDER = 40
KINDS = ("engine", "driver pool")


def reason(site: Resource, world: World) -> str | None:
    """Whether the call names a pool class other than a queue pool, a pool or a creator."""
    for name in ("poolclass", "pool", "creator", "async_creator"):
        value = site.option(name)
        if value is None:
            continue
        text = site.text(value)
        if name != "poolclass" or "QueuePool" not in text:
            return f"`{name}={shown(text)[:40]}` is a decision about its connections"
    return None
