"""A world to every resource in it: what holds connections to a database, at the calls that create it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from consolidator.meaning.clients import clients
from consolidator.meaning.pool_types import POOL_TYPES
from consolidator.meaning.shapes import target_of
from consolidator.meaning.sources import Follower
from consolidator.meaning.world import World
from consolidator.model import Call, Expr, Facts, PoolType, Resource, Source, arguments_of
from consolidator.syntax.expressions import dotted

_NAMES = {"database", "db", "dbname"}
"""The parts of an address that a database is called by, rather than by where it is or who logs in."""
Arguments = Sequence[tuple[str | None, Expr]]


def find(world: World, client_classes: Collection[str] = ()) -> tuple[Resource, ...]:
    """Every resource, in path and source order; the user names `client_classes` that are none by their own name."""
    follower = Follower(world)
    words = {known for name in POOL_TYPES for known in world.standing.known_as(name.rpartition(".")[2])}
    made = world.standing.calls(words)
    pools = [row for path, call in made for row in _made(world, follower, world.facts[path], call)]
    owning = clients(world, (row for row in pools if row.kind == "engine"), client_classes)
    return tuple(sorted((*pools, *owning), key=lambda row: (row.path, row.call.expr.span.start)))


def _made(world: World, follower: Follower, facts: Facts, call: Call) -> Iterator[Resource]:
    names = dotted(call.expr.parts[0])
    if names is None or not world.is_imported(facts.path, names[0]):
        return
    origin = world.resolve(facts.path, names, call.scope)
    pool = POOL_TYPES.get(origin.qualified) if origin.kind == "external" else None
    if pool is not None:
        yield _resource(world, follower, facts, call, pool)


def _resource(world: World, follower: Follower, facts: Facts, call: Call, pool: PoolType) -> Resource:
    address = _address(pool, call.expr)
    return Resource(
        path=facts.path,
        facts=facts,
        call=call,
        creator=pool.creator,
        is_async=pool.is_async,
        function=world.enclosing_function(facts.path, call.scope),
        url=address[0][1] if address else None,
        source=_source(follower, facts.path, call, pool, address),
        options=tuple(row for row in arguments_of(call) if row not in address),
        target=target_of(facts, call.expr.span, call.scope),
        kind=pool.kind,
        pool=pool,
    )


def _address(pool: PoolType, call: Expr) -> list[tuple[str | None, Expr]]:
    """The arguments that say which database it is."""
    is_spread = any(value.value == "Starred" for value in call.parts[1:])
    unnamed = () if pool.position is None or is_spread else call.parts[1 + pool.position :][:1]
    return [*((None, value) for value in unnamed), *(row for row in call.keywords if row[0] in pool.address)]


def _source(follower: Follower, path: str, call: Call, pool: PoolType, address: Arguments) -> Source:
    """Where the address comes from as a whole: equal keys are one database."""
    if pool.creator.endswith("from_config"):
        return Source("?", data="the URL is read from a configuration mapping")
    if not address:
        where = "hidden in `*` or `**` arguments" if pool.kind == "engine" else "not among its arguments"
        return Source("?", data=f"the URL is {where}")
    rows = [(key or "", follower.follow(path, value, call.scope)) for key, value in address]
    bad = next((source for _, source in rows if source.data), None)
    if bad is not None:
        return bad
    if len(rows) == 1:
        return rows[0][1]
    telling = sorted(rows, key=lambda row: row[0] not in _NAMES)
    env = next((source.env for _, source in telling if source.env), None)
    return Source(", ".join(sorted(f"{key}={source.key}" for key, source in rows)), env=env)
