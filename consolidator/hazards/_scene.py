"""What every hazard is asked about: the world, the sites that will share, and what is opened on their engines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Literal

from consolidator.deciding.grouping import unit_of
from consolidator.deciding.merging import signature, travelling
from consolidator.frozen import dataclass
from consolidator.hazards._holdings import Holding, holdings
from consolidator.hazards._index import Index
from consolidator.hazards._openers import FunctionId, Reached, openers
from consolidator.hazards._openings import Opening, find_openings
from consolidator.hazards._value import SiteId, Value
from consolidator.hazards._values import Values
from consolidator.meaning.lifetime import is_cached
from consolidator.meaning.standing import last_name
from consolidator.meaning.world import World
from consolidator.model import Action, Call, Facts, Finding, Function, Resource, Span

GroupKey = tuple[str, bool, str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=False)
class Scene:
    """The sites of one run: `shared` will share engines, `sites` are all.

    `served` are the files that serving processes load, `replaced` those of the shared sites whose creating call goes,
    `silenced` the (path, line, code) of ignore comments that kept a finding back.
    """

    world: World
    shared: Sequence[Resource]
    sites: Sequence[Resource]
    served: frozenset[str]
    replaced: Sequence[Resource]
    silenced: frozenset[tuple[str, int, str]] = frozenset()

    @cached_property
    def groups(self) -> Mapping[GroupKey, tuple[Resource, ...]]:
        """The shared sites of each engine that will be: one deployable, driver family, database and lasting options."""
        found: dict[GroupKey, list[Resource]] = defaultdict(list)
        for site in self.shared:
            lasting = signature(site, travelling(site))
            found[unit_of(self.world, site.path), site.is_async, site.source.key, lasting].append(site)
        return {key: tuple(sites) for key, sites in found.items()}

    @cached_property
    def index(self) -> Index:
        """All calls by name."""
        return Index(self.world)

    @cached_property
    def values(self) -> Values:
        """What expressions hold of the shared engines."""
        creations = frozenset((site.path, site.call.expr.span) for site in self.shared)
        return Values(self.index, creations)

    @cached_property
    def openings(self) -> tuple[Opening, ...]:
        """Where sessions and connections of the shared engines are opened."""
        return find_openings(self.index, self.values) if self.shared else ()

    @cached_property
    def openers(self) -> Mapping[FunctionId, tuple[Reached, ...]]:
        """The openings that a call of a function may run into."""
        return openers(self.world, self.values, self.openings)

    @cached_property
    def _opener_names(self) -> frozenset[str]:
        names = {part for _, qualname in self.openers for part in qualname.split(".")[-2:]}
        return frozenset(known for name in names for known in self.index.known_as(name))

    def opener(self, path: str, call: Call) -> tuple[str, Function] | None:
        """The function that a call runs, where it is one of the openers."""
        found = self.values.callee(path, call.expr, call.scope) if last_name(call.expr) in self._opener_names else None
        return found if found is not None and (found[0], found[1].qualname) in self.openers else None

    @cached_property
    def opening_at(self) -> Mapping[tuple[str, Span], Opening]:
        """The openings by file and span of the call."""
        return {(opening.facts.path, opening.call.expr.span): opening for opening in self.openings}

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """The stretches in which a function holds something open."""
        return tuple(holdings(self.index, self.values, self.openings)) if self.openings else ()

    def function(self, path: str, scope: str) -> Function | None:
        """The function that a scope is, or lies in."""
        while scope:
            found = self.world.function(path, scope)
            if found is not None:
                return found
            scope = scope.rpartition(".")[0]
        return None

    @cached_property
    def _group_of(self) -> dict[SiteId, int]:
        return {_id(site): number for number, sites in enumerate(self.groups.values()) for site in sites}

    @cached_property
    def _lasting(self) -> frozenset[SiteId]:
        return frozenset(_id(site) for site in self.shared if site.at_import or is_cached(site))

    def engines(self, value: Value) -> frozenset[int]:
        """The numbers of the shared engines that a value may belong to."""
        return frozenset(self._group_of[site] for site in value.sites if site in self._group_of)

    def level(self, *values: Value) -> Literal["note", "warning"]:
        """`note` where all values shared one engine for the whole process before, too: nothing changes for them."""
        sites = frozenset(site for value in values for site in value.sites)
        return "note" if len(sites) == 1 and sites <= self._lasting else "warning"


def _id(site: Resource) -> SiteId:
    return site.path, site.call.expr.span.start


def reported(
    code: str,
    facts: Facts,
    span: Span,
    symbol: str,
    words: tuple[str, str, str],
    level: Literal["note", "warning"] = "warning",
    action: Action = Action.REVIEW,
) -> Finding:
    """A finding at a place of a file. `words` are message, reason and cure; the path is the symbol of a module."""
    return Finding(code, level, facts.path, span.line, span.column, symbol or facts.path, words[0], action, *words[1:])
