"""The hazards of `hazards/`, asked together: what a reviewer must see because engines will be shared."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Protocol, cast

from consolidator.frozen import replace
from consolidator.hazards import unused_ignore
from consolidator.hazards._scene import Scene
from consolidator.meaning.world import World
from consolidator.model import Finding, Resource
from consolidator.planning.ignoring import Silenced
from consolidator.registry import members

_OF_ONE_FILE = (unused_ignore.CODE, "CE301", "CE308", "CE310")
"""Findings that no sharing brings about; of files outside the scope they are not told."""


class Hazard(Protocol):
    """What each file of `hazards` offers."""

    CODE: str

    def find(self, scene: Scene) -> tuple[Finding, ...]: ...


@cache
def rules() -> tuple[Hazard, ...]:
    """Every hazard found in the folder, in the order of their names."""
    return cast("tuple[Hazard, ...]", members("hazards", "CODE"))


def hazards(
    world: World,
    sites_consolidated: Sequence[Resource],
    all_sites: Sequence[Resource],
    served: frozenset[str],
    replaced: Sequence[Resource],
    ignored: Silenced = frozenset(),
) -> tuple[Finding, ...]:
    """All hazards, without those that an ignore comment on their line, or in their file, asks to leave alone.

    `sites_consolidated` will share engines, `all_sites` are those and the ones left alone. `ignored` are the codes of
    comments at sites; a comment that silences a hazard is no unused one either.
    """
    scene = Scene(world, sites_consolidated, all_sites, served, replaced)
    found = [finding for rule in rules() if rule is not unused_ignore for finding in rule.find(scene)]
    by = {finding: _silencers(world, finding) for finding in found}
    silenced = {(finding.path, line, finding.code) for finding, lines in by.items() for line in lines}
    told = [finding for finding, lines in by.items() if not lines]
    told += unused_ignore.find(replace(scene, silenced=ignored | silenced))
    return tuple(f for f in told if world.scope.holds(f.path) or f.code not in _OF_ONE_FILE)


def _silencers(world: World, finding: Finding) -> list[int]:
    """The lines of the comments that silence a finding: in the lines of the call that it is about, or for the file."""
    facts = world.facts[finding.path]
    calls = [c.expr.span for c in facts.calls if c.expr.span.line == finding.line] if facts.pragmas else []
    last = max((span.line + facts.text(span).count("\n") for span in calls), default=finding.line)
    near = (row for row in facts.pragmas if row.kind == "ignore-file" or finding.line <= row.line <= last)
    return [row.line for row in near if row.names(finding.code)]
