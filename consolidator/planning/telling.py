"""What was decided of every site to the findings that tell of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consolidator.deciding.grouping import Group, Held
from consolidator.meaning.world import World
from consolidator.model import Finding, Resource
from consolidator.planning.deployables import Deployable
from consolidator.planning.obstacles import Reasons
from consolidator.planning.reporting import (
    client_findings,
    conversion_code,
    converted_finding,
    held_finding,
    in_place_finding,
    pool_findings,
    refused_client,
    sized_finding,
)
from consolidator.planning.sizing import Sized
from consolidator.planning.unreadable import blocked_settings


def told_of(
    world: World,
    units: Sequence[Deployable],
    kept: Sequence[Group],
    sized: Sized,
    held: Sequence[Held],
    assumed: Reasons,
) -> Iterator[Finding]:
    """The findings of sites that stay, of those that share, and of groups that are `kept` where they are.

    `assumed` are the reasons that a reviewer answers for.
    """
    yield from map(held_finding, held)
    for unit in units:
        yield from _of_unit(world, unit, assumed)
    yield from (sized_finding(group.sites[0]) for group in sized.groups)
    for group in kept:
        yield from (in_place_finding(group, site, _assumption(site, assumed)) for site in group.sites)


def _assumption(site: Resource, assumed: Reasons) -> str | None:
    return assumed[site][1] if site in assumed else None


def _of_unit(world: World, unit: Deployable, assumed: Reasons) -> Iterator[Finding]:
    shared = unit.chosen.shared
    for conversion in unit.chosen.conversions:
        name = conversion.getter.name if conversion.getter else shared.module
        for site in conversion.group.sites:
            code = conversion_code(world, conversion, site)
            yield converted_finding(conversion.group, site, name, shared, code, _assumption(site, assumed))
    if unit.chosen.client is not None:
        yield from client_findings(unit.chosen.client)
    for module in unit.chosen.pools:
        yield from pool_findings(module, {site: why for site, (_, why) in assumed.items()})
    yield from map(refused_client, unit.refused)
    if unit.settings.blocked is not None:
        yield blocked_settings(*unit.settings.blocked)
