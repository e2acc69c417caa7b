"""What the user is told of databases: each with its sites, its engines and its most connections."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from consolidator.deciding.grouping import Group, Held, unit_of
from consolidator.deciding.settings import url_variable
from consolidator.frozen import replace
from consolidator.meaning.world import World
from consolidator.model import Database, PoolOptions, Resource
from consolidator.planning.deployables import Deployable
from consolidator.planning.reporting import database, most_connections, source_text
from consolidator.planning.shared_modules import phrase_of
from consolidator.planning.sizing import Sized

_ELSEWHERE = {"CE201", "CE202", "CE207"}
"""Migrations, tests and scripts: their engines live in other processes and do not count here."""


def databases_of(
    world: World,
    units: Sequence[Deployable],
    inside: Sequence[Group],
    sized: Sized,
    everyone: Sequence[Held],
    pool: PoolOptions,
) -> list[Database]:
    held = [row for row in everyone if row.site.kind != "client" and row.code not in _ELSEWHERE]
    rows: list[Database] = []
    told: set[int] = set()
    for unit in units:
        for conversion in unit.chosen.conversions:
            group = conversion.group
            kin = [h for h in held if _same(world, h.site, group)]
            told |= {id(h) for h in kin}
            shown = database(_database_name(group), group.sites, kin, unit.chosen.shared.pool, True)
            rows.append(replace(shown, environment=url_variable(world, group)))
        for group in (module.group for module in unit.chosen.pools):
            kin = [h for h in held if _same(world, h.site, group)]
            told |= {id(h) for h in kin}
            rows.append(database(_database_name(group), group.sites, kin, pool, True))
    taken = {group.home for group in inside}
    for group in (*inside, *(row for row in sized.groups if row.home not in taken)):
        kin = [h for h in held if _same(world, h.site, group)]
        told |= {id(h) for h in kin}
        homes = () if group.home is None or group.way == "size" else (group.home,)
        own = sized.pool_of(group) if group.home is not None else None
        shown = database(_database_name(group), (*homes, *group.sites), kin, own or pool, True)
        kept = group.sites if group.way == "place" else homes
        most = shown.shared_connections if own else max(map(most_connections, kept), default=shown.shared_connections)
        rows.append(replace(shown, environment=url_variable(world, group), shared_connections=most))
    rest: dict[tuple[str, str, str, bool], list[Held]] = defaultdict(list)
    for row in held:
        if id(row) not in told:
            reached_by = _family(row.site)
            rest[unit_of(world, row.site.path), row.site.source.key, reached_by, row.site.is_async].append(row)
    for members in rest.values():
        name = members[0].site.source.env or members[0].site.symbol
        rows.append(database(name, (), members, pool, False))
    return list(_told_apart(rows))


def _told_apart(rows: Sequence[Database]) -> Iterator[Database]:
    """No two of one name: an asynchronous one of a pair says so, pools beside engines do, others get a file behind it.

    That is the file of their first site.
    """
    named = Counter(row.name for row in rows)
    kinds = Counter((row.name, row.is_async, row.kind) for row in rows)
    of_engines = {row.name for row in rows if row.kind == "engine"}
    placed = Counter((row.name, row.sites[0].path) for row in rows)
    for row in rows:
        first, name = row.sites[0], row.name
        if named[name] > 1 and kinds[name, row.is_async, row.kind] > 1:
            is_same_file = placed[name, first.path] > 1
            name = f"{name} ({first.path}:{first.line})" if is_same_file else f"{name} ({first.path})"
        elif named[name] > 1 and row.kind == "pool" and name in of_engines:
            name = f"{name}, async pool" if row.is_async else f"{name}, pool"
        elif named[name] > 1 and row.is_async:
            name = f"{name}, async"
        yield replace(row, name=name)


def _same(world: World, site: Resource, group: Group) -> bool:
    return (
        site.source.key == group.source.key
        and site.source.data is None
        and site.is_async == group.is_async
        and _family(site) == _family(group.sites[0])
        and unit_of(world, site.path) == group.unit
    )


def _family(site: Resource) -> str:
    """The driver whose pools they are, "" for engines."""
    return "" if site.kind == "engine" else site.creator.partition(".")[0]


def _database_name(group: Group) -> str:
    name = phrase_of(group)
    return source_text(group.sites[0]) if name == "another database" else name
