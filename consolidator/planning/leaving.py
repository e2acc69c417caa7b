"""The parts whose proof failed, to sites that stay and to what is told of the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from consolidator.deciding.driver_pools import HeldPool, SharedPool
from consolidator.deciding.grouping import Held, unit_of
from consolidator.frozen import replace
from consolidator.meaning.sites import CreationSite
from consolidator.meaning.world import World
from consolidator.model import Action, Finding, Left, Options, Part
from consolidator.planning.ignoring import heeded

_TOLD = {
    "settings": (
        "CE405",
        "settings module left as it is",
        "add the POOL_ settings there by hand, if wanted",
    ),
    "wiring": ("CE406", "application left as it is", "call the shared module's close function at shutdown by hand"),
    "document": ("CE407", "document left as it is", "add the new settings there by hand"),
    "test": ("CE408", "test file not written", "test the shared module by hand"),
    "client": ("CE404", "client class left as it is", "share the client by hand"),
}
"""By the kind of a part: finding code, message and cure; the module that is shared is there without them."""


def site_part(world: World, site: CreationSite) -> Part:
    """The part that a creation is."""
    return Part("site", unit_of(world, site.path), site.path, site.symbol)


def left_sites(world: World, sites: Iterable[CreationSite], options: Options) -> tuple[list[CreationSite], list[Held]]:
    """The sites that may change, and those that stay, alone or with their whole deployable."""
    rows = [(site, _why(world, site, options)) for site in sites]
    return [site for site, why in rows if why is None], [Held(site, *why) for site, why in rows if why is not None]


def left_pools(world: World, shared: Sequence[SharedPool], options: Options) -> tuple[list[SharedPool], list[HeldPool]]:
    """The same of the drivers' own pools."""
    kept: list[SharedPool] = []
    held: list[HeldPool] = []
    for pool in shared:
        rows = [(row, _why(world, row[0].site, options)) for row in pool.sites]
        stay = tuple(row for row, why in rows if why is None)
        kept += [replace(pool, sites=stay)] if stay else []
        held += [HeldPool(row[0], *why) for row, why in rows if why is not None]
    return kept, held


def _why(world: World, site: CreationSite, options: Options) -> tuple[str, str] | None:
    part = site_part(world, site)
    reason = options.leaves(part)
    if reason is not None:
        return heeded(site, ("CE404", f"what its change leads to could not be proven: {reason}"))
    whole = options.leaves(Part("deployable", part.unit))
    if whole is None:
        return None
    return heeded(site, ("CE409", f"what its deployable's change leads to could not be proven: {whole}"))


def left_findings(options: Options) -> list[Finding]:
    """What is told of the parts that are no creation."""
    return [_finding(row, *_TOLD[row.part.kind]) for row in options.left if row.part.kind in _TOLD]


def _finding(row: Left, code: str, message: str, cure: str) -> Finding:
    path, symbol = row.part.path, row.part.symbol or row.part.path
    reason = f"the change could not be proven: {row.reason}"
    return Finding(code, "warning", path, 1, 1, symbol, message, Action.REVIEW, reason, cure)
