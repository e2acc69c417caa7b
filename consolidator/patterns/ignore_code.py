"""`# consolidate: ignore[CE101] -- why`, with any code of sharing, leaves alone what nothing else holds back.

Which of these codes a site gets depends on what other files say, so that each of them is meant for all.
"""

from __future__ import annotations

from consolidator.meaning.comments import asked, comments_on, is_sharing
from consolidator.meaning.world import World
from consolidator.model import Resource

CODE = "CE215"
ORDER = 1000
KINDS = ("engine", "driver pool", "client")


def reason(site: Resource, world: World) -> str | None:
    """The comment's own words."""
    return next((asked(comment) for comment in comments_on(site) if any(map(is_sharing, comment.codes or ()))), None)
