"""`# consolidate: ignore -- why` on a line of the call, or `ignore-file` in the file, is respected."""

from __future__ import annotations

from consolidator.meaning.comments import asked, comments_on
from consolidator.meaning.world import World
from consolidator.model import Resource

CODE = "CE215"
ORDER = 0
KINDS = ("engine", "driver pool", "client")


def reason(site: Resource, world: World) -> str | None:
    """The comment's own words; one that names codes is not asked here."""
    return next((asked(comment) for comment in comments_on(site) if comment.codes is None), None)
