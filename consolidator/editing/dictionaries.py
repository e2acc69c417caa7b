"""Conversions to the dictionaries of the shared module: one for each set of options that make another engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consolidator.editing.conversion import Conversion, uses_getter
from consolidator.frozen import replace
from consolidator.meaning.world import World
from consolidator.model import Engines


def named(world: World, conversions: Sequence[Conversion], is_new: bool) -> tuple[Conversion, ...]:
    """The conversions with the dictionary that each shares with those of equal options, and its names.

    An existing shared module has the plain dictionaries, with a function that takes a URL.
    """
    taken: set[str] = set()
    names: dict[Engines, Engines] = {}
    for engines in dict.fromkeys(c.engines for c in conversions):
        members = [c for c in conversions if c.engines == engines]
        word = next(_words(members[0], engines, taken))
        taken.add(word)
        direct = not is_new or any(not uses_getter(c, world, site) for c in members for site in c.group.sites)
        names[engines] = replace(engines, variable=f"_{word}s", by_url=f"shared_{word}" if direct else "")
    return tuple(_renamed(conversion, names[conversion.engines]) for conversion in conversions)


def _renamed(conversion: Conversion, engines: Engines) -> Conversion:
    getter = replace(conversion.getter, engines=engines.variable) if conversion.getter is not None else None
    return replace(conversion, engines=engines, getter=getter)


def _words(conversion: Conversion, engines: Engines, taken: set[str]) -> Iterator[str]:
    """What the dictionary's engines are called: plainly where that is free, else as the getter says, else numbered."""
    plain = "async_engine" if engines.is_async else "engine"
    wished = conversion.getter.name.removeprefix("get_") if conversion.getter else plain
    yield from (word for word in (plain, wished) if word not in taken)
    yield from (word for number in range(2, 99) if (word := f"{plain}_{number}") not in taken)
