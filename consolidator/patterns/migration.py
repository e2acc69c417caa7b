"""Alembic environments and migrations run on their own, with a pool that fits one command.

https://alembic.sqlalchemy.org/en/latest/tutorial.html#the-migration-environment
"""

from __future__ import annotations

from consolidator.meaning.world import World
from consolidator.model import Resource
from consolidator.regex import lazy

CODE = "CE201"
ORDER = 20
KINDS = ("engine", "driver pool", "client")
_PLACE = lazy(r"(^|/)(alembic|migrations?|versions)(/|$)")


def reason(site: Resource, world: World) -> str | None:
    """An Alembic environment by its imports, a migration by its folder."""
    runs_alembic = any(row.module.split(".")[0] == "alembic" and row.scope == "" for row in site.facts.imports)
    if runs_alembic and any(row.bound in ("context", "op") for row in site.facts.imports):
        return "it is an Alembic environment or migration, which runs on its own"
    if _PLACE.search(site.path.rpartition("/")[0]):
        return "it stands among migrations, which run on their own"
    return None
