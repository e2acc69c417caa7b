"""`# consolidate: ignore -- why` on a line of the call, or `ignore-file` in the file, is respected."""

from __future__ import annotations

from consolidator.meaning.sites import CreationSite
from consolidator.meaning.world import World

CODE = "CE215"
ORDER = 0


def reason(site: CreationSite, world: World) -> str | None:
    """The comment's own words."""
    first = site.call.statement.line
    last = first + site.facts.text(site.call.statement).count("\n")
    for line, kind, why in site.facts.pragmas:
        if kind == "ignore-file" or first <= line <= last:
            return f"a comment asks to leave it alone{': ' + why if why else ''}"
    return None
