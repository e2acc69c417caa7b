"""LISTEN/NOTIFY, advisory locks and replication need a connection of their own.

https://www.postgresql.org/docs/current/sql-listen.html
https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
"""

from __future__ import annotations

import re

from consolidator.meaning.world import World
from consolidator.model import Resource, only
from consolidator.regex import lazy

CODE = "CE214"
ORDER = 80
KINDS = ("engine", "driver pool")
_SQL = lazy(r"^\s*(LISTEN|UNLISTEN)\s+\w|pg_(try_)?advisory_lock\b|START_REPLICATION", re.IGNORECASE)
_CALLS = {"add_listener", "notifies", "set_isolation_level", "start_replication"}


def reason(site: Resource, world: World) -> str | None:
    """By the statements and calls of the function that creates the engine."""
    if site.function is None:
        return None
    scope = site.function.qualname
    if any(_SQL.search(text.value) for text in site.facts.some_texts(only(scope)) if text.scope == scope):
        return "it holds session state (LISTEN, an advisory lock) that a shared pool would pass on"
    if any(ref.dotted[-1] in _CALLS for ref in site.facts.some_refs(only(scope)) if ref.scope == scope):
        return "it keeps a connection of its own for notifications"
    return None
