"""An annotation to one that the oldest Python of a service can evaluate."""

from __future__ import annotations

_SUBSCRIPTS = (3, 9)
"""The first Python in which `list` and `collections.abc.Iterator` take types: https://peps.python.org/pep-0585/ ."""


def annotation(text: str, python: tuple[int, int], is_late: bool = False, quote: str = '"') -> str:
    """Return the annotation, in quotes where this Python fails to evaluate it.

    `is_late` says that the file has `from __future__ import annotations`, so that nothing evaluates it.
    """
    return text if is_late or python >= _SUBSCRIPTS or "[" not in text else f"{quote}{text}{quote}"
