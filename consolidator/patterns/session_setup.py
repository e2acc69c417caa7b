"""A driver's pool whose users set its connections up would hand them on as they left them.

https://www.psycopg.org/psycopg3/docs/advanced/pool.html#connection-life-cycle ; asyncpg alone resets what was set:
https://magicstack.github.io/asyncpg/current/api/index.html#asyncpg.connection.Connection.reset
"""

from __future__ import annotations

import re

from consolidator.meaning.world import World
from consolidator.model import Resource, naming
from consolidator.regex import lazy

CODE = "CE304"
ORDER = 130
KINDS = ("driver pool",)
_LASTING = {
    "set_type_codec",
    "set_builtin_type_codec",
    "row_factory",
    "set_autocommit",
    "autocommit",
    "prepare_threshold",
}
_STATE = lazy(r"^\s*(SET\s+(?!LOCAL)|CREATE\s+(LOCAL\s+|GLOBAL\s+)?TEMP|PREPARE\s|LOCK\s)|advisory_lock\b", re.I)


def reason(site: Resource, world: World) -> str | None:
    """By the names and statements of the modules that use its connections."""
    for path in {site.path, *world.modules.importers(site.path)} & set(world.facts):
        facts = world.facts[path]
        names = {name for ref in facts.some_refs(naming("transaction", *_LASTING)) for name in ref.dotted[1:]}
        if names & _LASTING or (not site.pool.resets and any(_STATE.search(text.value) for text in facts.texts)):
            return "its connections are set up for their user, and the next one would find them so"
        if site.pool.opener == "connect" and "transaction" in names:
            return "a shared Database has one transaction for each task, which would take in other code's work"
    return None
