"""Engines that create or drop databases, or log in to a server's own database, are tools of administration."""

from __future__ import annotations

import re

from consolidator.meaning.world import World
from consolidator.model import Resource, only
from consolidator.regex import lazy

CODE = "CE204"
ORDER = 70
KINDS = ("engine", "driver pool")
_SERVER = lazy(r"://[^/]*/(postgres|template1|mysql|master)(\?|$)")
_STATEMENT = lazy(
    r"\b(CREATE|DROP|ALTER)\s+(DATABASE|ROLE|USER|EXTENSION|PUBLICATION|SUBSCRIPTION|SYSTEM)\b|\bVACUUM\b"
    r"|\bpg_(create|drop)_\w*replication_slot\b",
    re.IGNORECASE,
)


def reason(site: Resource, world: World) -> str | None:
    """By the database in its URL, or by the statements of its function."""
    if site.source.literal and _SERVER.search(site.source.literal):
        return "it logs in to the server's own database"
    if site.function is None:
        return None
    texts = [
        text.value
        for text in site.facts.some_texts(only(site.function.qualname))
        if text.scope == site.function.qualname
    ]
    if any(_STATEMENT.search(text) for text in texts):
        return "its function creates, drops or maintains databases"
    return None
