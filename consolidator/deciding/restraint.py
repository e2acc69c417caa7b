"""The rules of `patterns/`, asked in order."""

from __future__ import annotations

from functools import cache
from typing import Protocol, cast

from consolidator.meaning.world import World
from consolidator.model import Kind, Resource
from consolidator.registry import members


class Rule(Protocol):
    """A reason to leave a resource alone, where it is of one of the `KINDS`."""

    CODE: str
    ORDER: int
    KINDS: tuple[Kind, ...]
    __doc__: str | None

    def reason(self, site: Resource, world: World) -> str | None: ...


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule found in the folder, in asking order."""
    return tuple(sorted(cast("tuple[Rule, ...]", members("patterns", "CODE")), key=lambda rule: rule.ORDER))


def held_back(site: Resource, world: World) -> tuple[str, str] | None:
    """The first rule that holds a site back: its finding code and its reason in words."""
    for rule in rules():
        why = rule.reason(site, world) if site.kind in rule.KINDS else None
        if why is not None:
            return rule.CODE, why
    return None
