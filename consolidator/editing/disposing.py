"""What disposes of a site's engine goes: left in, it would close for everybody what is shared from now on."""

from __future__ import annotations

from collections import defaultdict

from consolidator.meaning.disposals import found_disposals
from consolidator.meaning.world import World
from consolidator.model import Edit, RemoveStatement, Resource, UnwrapFinally


def disposal_edits(world: World, site: Resource) -> dict[str, list[Edit]]:
    """The edits, by file, that take the disposals of a site's engine out."""
    edits: dict[str, list[Edit]] = defaultdict(list)
    for disposal in found_disposals(world, site) or ():
        edits[disposal.path].append(RemoveStatement(disposal.statement))
        if disposal.unwraps is not None:
            edits[disposal.path].append(UnwrapFinally(disposal.unwraps))
    return edits
