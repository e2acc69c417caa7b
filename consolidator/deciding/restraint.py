"""The rules of `patterns/`, asked in order."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Protocol, cast

import consolidator.patterns
from consolidator.meaning.sites import CreationSite
from consolidator.meaning.world import World


class Rule(Protocol):
    """A reason to leave a site alone."""

    CODE: str
    ORDER: int
    __doc__: str | None

    def reason(self, site: CreationSite, world: World) -> str | None: ...


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule found in the folder, in asking order."""
    names = [info.name for info in pkgutil.iter_modules(consolidator.patterns.__path__)]
    modules = [importlib.import_module(f"consolidator.patterns.{name}") for name in names]
    return tuple(sorted((cast(Rule, module) for module in modules), key=lambda rule: rule.ORDER))


def held_back(site: CreationSite, world: World) -> tuple[str, str] | None:
    """The first rule that holds a site back: its finding code and its reason in words."""
    for rule in rules():
        why = rule.reason(site, world)
        if why is not None:
            return rule.CODE, why
    return None
