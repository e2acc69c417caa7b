"""Creations that share one driver's pool to what its functions and its module are called for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consolidator.deciding.pool_sizes import lasting
from consolidator.model import Resource
from consolidator.regex import lazy

_WORDS = lazy(r"database|sqlalchemy|postgres(ql)?|(?<![a-z])pg(?![a-z])|mysql|db|url|uri|dsn|connection|string|_")


def database_words(site: Resource) -> str:
    """What tells its database from the main one, by its variable or setting; "" where it is called the database."""
    return "_".join(_WORDS.sub(" ", (site.source.env or (site.source.field or ("", "", ""))[2]).lower()).split())


def noun_of(sites: Sequence[Resource], others: Sequence[Sequence[Resource]], taken: frozenset[str]) -> str:
    """A free name for the pool of some sites: by its database, else by what it has that `others` have not."""
    return next(name for name in _names(sites, others) if name not in taken)


def _names(sites: Sequence[Resource], others: Sequence[Sequence[Resource]]) -> Iterator[str]:
    yield "db_pool"
    first, words = sites[0], database_words(sites[0])
    if words:
        yield f"{words}_pool"
    rivals = [rows[0] for rows in others if rows[0].source.key == first.source.key]
    driver = first.pool.creator.partition(".")[0].removesuffix("_pool")
    if rivals and all(row.pool.creator != first.pool.creator for row in rivals):
        yield f"{driver}_pool"
    else:
        yield from (f"{name}_pool" for name in _telling(first, rivals))
    yield from (f"{name}_pool" for name in _module(sites))
    yield "other_pool"
    yield from (f"db_pool_{number}" for number in range(2, 100))


def _telling(site: Resource, rivals: Sequence[Resource]) -> Iterator[str]:
    """The one option by which a pool differs from each of the others of its database."""
    own = set(lasting(site))
    differing = [{key for key, _ in own ^ set(lasting(row))} for row in rivals]
    names = set.intersection(*differing) & {key for key, _ in own} if differing else set()
    if len(names) == 1:
        yield from names


def _module(sites: Sequence[Resource]) -> Iterator[str]:
    """The one module, or its package, that all creations stand in."""
    parts = sites[0].path.removesuffix(".py").removesuffix("/__init__").split("/")
    if len({site.path for site in sites}) == 1 and parts[-1].isidentifier():
        yield parts[-1].lower()
