"""An engine's creating call -> whether the pool sizes that were asked for can be read there, in place."""

from __future__ import annotations

from consolidator.deciding.merging import POOL
from consolidator.model import Resource

_CLASSES = frozenset({"pool", "poolclass", "creator"})
"""Arguments that choose the pool: sizes beside them may be none that it takes."""


def lacks_sizes(site: Resource) -> bool:
    """Whether a creating call can get pool arguments, and lacks one or gives one as a number of its own."""
    keys = {key for key, _ in site.options}
    return None not in keys and not keys & _CLASSES and any(is_open(site, argument) for argument in POOL)


def is_open(site: Resource, argument: str) -> bool:
    """Whether the call lacks an argument, or gives a number that the settings should hold."""
    value = site.option(argument)
    return value is None or (value.kind == "const" and not isinstance(value.value, bool))
