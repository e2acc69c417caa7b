"""`# consolidate: ignore[CE101] -- why`, with any code of sharing, leaves alone what nothing else holds back.

Which of these codes a site gets depends on what other files say, so that each of them is meant for all.
"""

from __future__ import annotations

from consolidator.codes import CODES
from consolidator.meaning.comments import asked, comments_on
from consolidator.meaning.sites import CreationSite
from consolidator.meaning.world import World
from consolidator.model import Action

CODE = "CE215"
ORDER = 1000


def reason(site: CreationSite, world: World) -> str | None:
    """The comment's own words."""
    return next((asked(comment) for comment in comments_on(site) if any(map(is_sharing, comment.codes or ()))), None)


def is_sharing(code: str) -> bool:
    """Whether a code is one of those that a site gets because it shares an engine from now on."""
    return code in CODES and CODES[code].action is Action.CONSOLIDATED
