"""Groups that need no new module: sites that take their home's engine, and engines made once where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from consolidator.deciding.forking import Forking
from consolidator.deciding.grouping import Group
from consolidator.editing.adoption import adoption_edits
from consolidator.editing.bounding import bounding_edits
from consolidator.editing.converters import site_part
from consolidator.editing.forking import home_hook
from consolidator.editing.site_edits import lines_of
from consolidator.meaning.importing import import_form
from consolidator.meaning.world import World
from consolidator.model import Edit, Owned, Process, Resource
from consolidator.planning.outcome import Outcome
from consolidator.processes.floors import Floors


def in_place(world: World, groups: Sequence[Group], processes: Sequence[Process]) -> Outcome:
    """What becomes of groups that take their home's engine or are bounded where they stand."""
    texts = world.survey.texts
    forking, floors = Forking.of(processes, texts), Floors(processes, texts)
    edits: dict[str, list[Edit]] = defaultdict(list)
    parts: list[Owned] = []
    taken: dict[str, set[str]] = defaultdict(set)
    hooked: set[Resource] = set()
    for group in groups:
        own = _edits(world, group, taken, forking, floors)
        if (
            group.home is not None
            and group.home not in hooked
            and any(forking.reaches(site.path) for site in group.sites)
        ):
            hooked.add(group.home)
            own[group.home.path] += home_hook(
                group.home, forking.is_old(group.home.path), floors.python(group.home.path)
            )
        parts += _parts(world, group, own)
        for path, rows in own.items():
            edits[path] += rows
    return Outcome(edits, tuple(parts))


def _edits(
    world: World, group: Group, taken: dict[str, set[str]], forking: Forking, floors: Floors
) -> dict[str, list[Edit]]:
    if group.home is None:
        path = group.sites[0].path
        return bounding_edits(world, group, taken[path], floors.python(path), forking.reaches(path))
    home = group.home.path
    return adoption_edits(world, group, {path: import_form(world, path, home) for path in world.facts})


def _parts(world: World, group: Group, edits: Mapping[str, list[Edit]]) -> Iterator[Owned]:
    for site in group.sites:
        for path, rows in edits.items():
            if rows and (path == site.path or len(group.sites) == 1):
                yield Owned(path, site_part(world, site), lines_of(world.facts[path].source, rows))
