"""Creations of drivers' own pools to how many connections each has, and to the sizes of the one that serves them all.

What a driver does without a size stands in `meaning/pool_types.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from consolidator.model import Expr, Resource, Size


def lasting(site: Resource) -> tuple[tuple[str, str], ...]:
    """The options that make another pool of it, as comparable text: sizes that are numbers and names make none."""
    plain = _are_numbers(site)
    rows = (
        (key, value)
        for at, (key, value) in enumerate(site.arguments)
        if (key, value) in site.options and key not in site.pool.labels and not (plain and size_at(site, at, key))
    )
    return tuple(sorted((key or "", site.text(value)) for key, value in rows))


def size_at(site: Resource, position: int, key: str | None) -> Size | None:
    """The size that an argument of the creation gives."""
    rows = site.pool.sizes
    return next((row for row in rows if key == row.name or (key is None and row.position == position)), None)


def most(site: Resource) -> int:
    """The connections that one pool opens at most: as given, else what the driver has without it."""
    return max(0, _numbers(site)[-1])


def shared_sizes(sites: Sequence[Resource]) -> Mapping[str, int]:
    """The largest of the sizes that creations of one database give or leave to their driver; none that is computed."""
    if not all(map(_are_numbers, sites)):
        return {}
    largest = map(max, zip(*map(_numbers, sites), strict=True))
    return dict(zip((size.name for size in sites[0].pool.sizes), largest, strict=True))


def sizes_to_write(site: Resource, sites: Sequence[Resource]) -> dict[str, int]:
    """The shared sizes that a creation says or that its driver would not have by itself, in the order of the type."""
    sizes, found = shared_sizes(sites), {}
    before: int | None = None
    for size in site.pool.sizes if sizes else ():
        unset = before if size.default is None else size.default
        if _given(site, size) is not None or sizes[size.name] != unset:
            found[size.name] = sizes[size.name]
        before = sizes[size.name]
    return found


def labels(sites: Sequence[Resource]) -> frozenset[str]:
    """The names for people that all creations agree on."""
    said = [{(key, site.text(value)) for key, value in site.options if key in site.pool.labels} for site in sites]
    return frozenset(key for key, _ in set.intersection(*said) if key is not None)


def given_up(site: Resource, sites: Sequence[Resource]) -> tuple[str, ...]:
    """What a site says of its pool and the shared one has not: `max_size=10`, `name`."""
    sizes, kept = shared_sizes(sites), labels(sites)
    found: list[str] = []
    for at, (key, value) in enumerate(site.arguments):
        size = size_at(site, at, key)
        if size is not None and size.name in sizes and value.value not in (None, sizes[size.name]):
            found.append(f"{size.name}={value.value}")
        elif key is not None and key in site.pool.labels and key not in kept:
            found.append(key)
    return tuple(found)


def _given(site: Resource, size: Size) -> Expr | None:
    rows = enumerate(site.arguments)
    return next((value for at, (key, value) in rows if size_at(site, at, key) == size), None)


def _are_numbers(site: Resource) -> bool:
    """Whether every size that a creation gives is written out."""
    values = [value for size in site.pool.sizes if (value := _given(site, size)) is not None]
    return all(value.kind == "const" and isinstance(value.value, int | None) for value in values)


def _numbers(site: Resource) -> tuple[int, ...]:
    """The sizes of a pool in the order of its type; for one that is computed what the driver has without it."""
    found: list[int] = []
    for size in site.pool.sizes:
        value = _given(site, size)
        given = value.value if value is not None and value.kind == "const" else None
        unset = found[-1] if size.default is None else size.default
        found.append(given if isinstance(given, int) else unset)
    return tuple(found)
