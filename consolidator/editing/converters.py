"""What a deployable shares to what becomes of it: one converter for each kind of resource."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from consolidator.deciding.clients import Client
from consolidator.deciding.grouping import unit_of
from consolidator.deciding.pool_modules import PoolModule
from consolidator.editing.clients import client_edits, client_file
from consolidator.editing.conversion import Conversion
from consolidator.editing.pools import pool_edits, pool_file
from consolidator.editing.site_edits import Drafts, lines_of, site_edits
from consolidator.frozen import dataclass
from consolidator.meaning.importing import import_form
from consolidator.meaning.world import World
from consolidator.model import Edit, Kind, NewFile, Owned, Part, Resource, SharedModule


@dataclass(frozen=True, slots=True)
class Chosen:
    """What one deployable shares, of each kind: engines in `shared`, drivers' pools in `pools`, and a client."""

    unit: str
    shared: SharedModule
    conversions: tuple[Conversion, ...] = ()
    pools: tuple[PoolModule, ...] = ()
    client: Client | None = None
    makes_shared: bool = False
    """Whether the module of the engines is a new one."""


@dataclass(frozen=True, slots=True)
class Converted:
    """What becomes of one kind: the edits by file, the modules that are new, and whose change of which file it is."""

    edits: Mapping[str, Sequence[Edit]]
    new_files: tuple[NewFile, ...] = ()
    parts: tuple[Owned, ...] = ()


def site_part(world: World, site: Resource) -> Part:
    """The part that a creation is."""
    return Part("site", unit_of(world, site.path), site.path, site.symbol)


def client_part(unit: str, client: Client) -> Part:
    """The part that a client class is."""
    return Part("client", unit, client.engine.path, client.class_.name)


def _engines(world: World, chosen: Chosen) -> Converted:
    shared = chosen.shared
    if not chosen.conversions:
        return Converted({})
    names = {path: import_form(world, path, shared.path) for path in world.facts}
    drafts = site_edits(world, chosen.conversions, names, shared.module)
    made = NewFile(shared.path, "db.py.j2", (("module", shared),), reason="makes each engine once")
    parts = (*_site_parts(world, drafts), Owned(shared.path, Part("deployable", chosen.unit)))
    return Converted(drafts.edits, (made,) if chosen.makes_shared else (), parts)


def _site_parts(world: World, drafts: Drafts) -> Iterator[Owned]:
    for path, authors in drafts.authors.items():
        for site, edits in authors.items():
            yield Owned(path, site_part(world, site), lines_of(world.facts[path].source, edits))


def _pools(world: World, chosen: Chosen) -> Converted:
    rows = [(module, site_part(world, site)) for module in chosen.pools for site in module.group.sites]
    parts = tuple(Owned(path, part) for module, part in rows for path in (part.path, module.path))
    files = tuple(pool_file(world, module, chosen.shared.python) for module in chosen.pools)
    return Converted(pool_edits(world, chosen.pools), files, parts)


def _clients(world: World, chosen: Chosen) -> Converted:
    client = chosen.client
    if client is None:
        return Converted({})
    edits = client_edits(world, client, chosen.shared.python)
    part = client_part(chosen.unit, client)
    parts = tuple(Owned(path, part) for path in (*edits, client.path))
    return Converted(edits, (client_file(client, chosen.shared),), parts)


CONVERTERS: Mapping[Kind, Callable[[World, Chosen], Converted]] = {
    "engine": _engines,
    "client": _clients,
    "driver pool": _pools,
}
"""In the order in which their edits follow each other."""
