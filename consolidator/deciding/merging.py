"""Options of creation calls: which merge into the pool settings, which travel, which keep engines apart.

The classes follow https://docs.sqlalchemy.org/en/20/core/engines.html#sqlalchemy.create_engine
"""

from __future__ import annotations

from collections.abc import Sequence

from consolidator.frozen import replace
from consolidator.model import Expr, PoolOptions, Resource
from consolidator.syntax.showing import shown
from consolidator.tokens import one_line

POOL = {
    "pool_size": "size",
    "max_overflow": "max_overflow",
    "pool_timeout": "timeout",
    "pool_recycle": "recycle",
    "pool_pre_ping": "pre_ping",
}
_UNSET = {"pool_size": 5, "max_overflow": 10, "pool_timeout": 30, "pool_recycle": -1, "pool_pre_ping": False}
"""What an engine has that nobody said anything of."""
COSMETIC = ("echo", "echo_pool", "logging_name", "pool_logging_name", "hide_parameters", "query_cache_size")
DERIVED = ("isolation_level", "execution_options")
_MERGED = (*POOL, "pool_use_lifo")


def travelling(site: Resource) -> tuple[tuple[str, Expr], ...]:
    """The options that make another engine of it: everything but pool settings, cosmetics and derived ones."""
    apart = (*_MERGED, *COSMETIC, *DERIVED)
    return tuple((key, value) for key, value in site.options if key is not None and key not in apart)


def derived(site: Resource) -> tuple[tuple[str, Expr], ...]:
    """Options that `Engine.execution_options()` can give a site while it shares the pool."""
    return tuple((key, value) for key, value in site.options if key in DERIVED)


def cosmetic_of(sites: Sequence[Resource], home: Resource | None) -> tuple[tuple[str, Expr], ...]:
    """Options that change nothing but logs: the home's, else those that all sites agree on.

    One site's `echo=True` must not echo the whole service; parameters that one site hides stay hidden for all.
    """
    first = home or sites[0]
    rows = {key: value for key, value in first.options if key in COSMETIC}
    if home is None:
        rows = {key: value for key, value in rows.items() if _agree(sites, key)}
    for site in sites:
        hidden = site.option("hide_parameters")
        if hidden is not None and _literal(hidden) is True:
            rows = {**rows, "hide_parameters": hidden}
    return tuple(rows.items())


def dropped(site: Resource, sites: Sequence[Resource], home: Resource | None) -> tuple[str, ...]:
    """The names of options for logs that a site sets and the shared engine has not, as `cosmetic_of` chooses them."""
    set_here = [key for key, value in site.options if key in COSMETIC and (value.kind != "const" or value.value)]
    others = sites if home is None else (site, home)
    return tuple(key for key in set_here if key and key != "hide_parameters" and not _agree(others, key))


def given_up(site: Resource, pool: PoolOptions | None, home: Resource | None) -> tuple[tuple[str, str], ...]:
    """What a site says of its pool and the engine that it shares does not: as `pool` has it, or else its home.

    A value that is no literal travels to a module of its own, and is not given up there.
    """
    rows = [(key, value) for key, value in site.options if key in POOL and key is not None]
    if home is not None:
        return tuple(_said(site, key, value) for key, value in rows if not _is_as_home(site, key, value, home))
    literal = [(key, value) for key, value in rows if _literal(value) is not None]
    return tuple(
        _said(site, key, value) for key, value in literal if pool and _literal(value) != getattr(pool, POOL[key])
    )


def _is_as_home(site: Resource, key: str, value: Expr, home: Resource) -> bool:
    if home.option(key) is None:
        return _literal(value) == _UNSET[key]
    return _agree((site, home), key)


def _said(site: Resource, key: str, value: Expr) -> tuple[str, str]:
    number = _literal(value)
    return key, str(number) if isinstance(number, int) else shown(site.text(value))


def _agree(sites: Sequence[Resource], key: str) -> bool:
    given = [site.option(key) for site in sites]
    return len({one_line(site.text(v)) if v else None for site, v in zip(sites, given, strict=True)}) == 1


def computed_pool(site: Resource) -> tuple[tuple[str, Expr], ...]:
    """Pool settings that are no literals: a decision of the service, which travels as it is."""
    rows = [(key, value) for key, value in site.options if key in _MERGED and key is not None]
    return tuple((key, value) for key, value in rows if _literal(value) is None)


def computed_sizes(site: Resource) -> tuple[tuple[str, Expr], ...]:
    """The sizes of a pool that a variable or a setting gives."""
    return tuple((key, value) for key, value in computed_pool(site) if key in ("pool_size", "max_overflow"))


def signature(site: Resource, rows: Sequence[tuple[str, Expr]]) -> tuple[tuple[str, str], ...]:
    """Options as comparable text, in name order: each on one line, with its strings as they are."""
    return tuple(sorted((key, one_line(site.text(value))) for key, value in rows))


def suggested(pool: PoolOptions, sites: Sequence[Resource]) -> PoolOptions:
    """The defaults that serve every site: the largest sizes, the smallest positive recycle time.

    What the user gave explicitly is left alone.
    """
    for option, field in POOL.items():
        values = [_literal(value) for site in sites if (value := site.option(option)) is not None]
        numbers = [value for value in values if isinstance(value, int) and not isinstance(value, bool)]
        if field in pool.explicit or not numbers:
            continue
        if field == "recycle":
            positive = [number for number in numbers if number > 0]
            pool = replace(pool, recycle=min([*positive, pool.recycle]))
        elif field != "pre_ping":
            pool = replace(pool, **{field: max([*numbers, getattr(pool, field)])})
    return pool


def _literal(value: Expr) -> object:
    return value.value if value.kind == "const" else None
