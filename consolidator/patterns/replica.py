"""A read replica is another server: it stays apart from the engine that writes."""

from __future__ import annotations

import re

from consolidator.meaning.world import World
from consolidator.model import Resource
from consolidator.regex import lazy

CODE = "CE218"
ORDER = 90
KINDS = ("engine", "driver pool")
_NAME = lazy(r"replica|standby|slave|(^|_)read_?only(_|$)|(^|_)reader(_|$)|(^|_)ro(_|$)", re.IGNORECASE)


def reason(site: Resource, world: World) -> str | None:
    """By the names of the variable, the environment variable and the settings field."""
    field = site.source.field[2] if site.source.field else ""
    for name in (site.source.env or "", field, site.target):
        if _NAME.search(name):
            return f"`{name}` names a replica"
    return None
