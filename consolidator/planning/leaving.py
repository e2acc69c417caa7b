"""The parts whose proof failed, to sites that stay and to what is told of the others."""

from __future__ import annotations

from collections.abc import Iterable

from consolidator.deciding.grouping import Held
from consolidator.editing.converters import site_part
from consolidator.meaning.world import World
from consolidator.model import Action, Finding, Left, Options, Part, Resource
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


def left_sites(world: World, sites: Iterable[Resource], options: Options) -> tuple[list[Resource], list[Held]]:
    """The sites that may change, and those that stay, alone or with their whole deployable."""
    rows = [(site, _why(world, site, options)) for site in sites]
    return [site for site, why in rows if why is None], [Held(site, *why) for site, why in rows if why is not None]


def _why(world: World, site: Resource, options: Options) -> tuple[str, str] | None:
    if site.kind == "client":
        return None
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
