"""Services as they were written in; the same, each with a name of its own, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from consolidator.errors import UsageError
from consolidator.fleet.values import Service
from consolidator.frozen import replace


def named(services: Sequence[Service]) -> tuple[Service, ...]:
    """A service without a name is called after its source and folder, as briefly as tells it from the others.

    Raises UsageError where two have one name, or one source and folder stands there twice under derived names.
    """
    shown = [each.name or _derived(each, 1) for each in services]
    often = Counter(shown)
    names = [
        each.name or (name if often[name] == 1 else _derived(each, 2))
        for each, name in zip(services, shown, strict=True)
    ]
    twice = next((name for name, number in Counter(names).items() if number > 1), None)
    if twice:
        raise UsageError(f"two services of the fleet are called {twice!r}", "give each a `name` of its own")
    return tuple(replace(each, name=name) for each, name in zip(services, names, strict=True))


def _derived(service: Service, depth: int) -> str:
    """The last `depth` parts of the source, and the folder in it."""
    parts = service.source.replace(":", "/").rstrip("/").removesuffix(".git").split("/")
    return "/".join([*[each for each in parts if each][-depth:], *filter(None, [service.folder])])
