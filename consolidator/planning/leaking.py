"""Calls that take a connection and never give it back: with an engine for each it went away along with that engine.

A shared pool lacks it from then on: one of 3 is gone after 3 calls on SQLAlchemy 2.x (measured).
"""

from __future__ import annotations

from collections.abc import Sequence

from consolidator.deciding.gain import Tally
from consolidator.deciding.grouping import Group, Held
from consolidator.hazards._scene import Scene
from consolidator.hazards._value import SiteId
from consolidator.hazards.never_closed import CODE, Leak, leaks
from consolidator.model import Options
from consolidator.planning.sharing import id_of


def leaking(scene: Scene, groups: Sequence[Group], tally: Tally, options: Options) -> tuple[Held, ...]:
    """The sites that stay as each call would lose a connection; none where the user takes what needs review.

    A connection that is lost once for a process, or of an engine that is made once, is told and holds nothing back.
    """
    if options.include_review or not scene.shared:
        return ()
    sites = {id_of(site): site for group in groups for site in group.sites if tally.is_unbounded(site)}
    held: dict[SiteId, Held] = {}
    for leak in leaks(scene):
        if _again_and_again(leak, tally):
            held |= {id: Held(sites[id], CODE, _reason(leak)) for id in leak.sites if id in sites}
    return tuple(held.values())


def _again_and_again(leak: Leak, tally: Tally) -> bool:
    serving = [process for process in tally.processes if process.serves and leak.path in process.reach]
    return any(tally.runs(process, leak.path, leak.scope) is None for process in serving)


def _reason(leak: Leak) -> str:
    where = f"{leak.path}:{leak.line} takes a connection for each call, and {leak.reason}"
    return f"{where}, so that one pool would run out of them; close it there, then run again"
