"""Engines that are made once and get the sizes that were asked for: their edits, those of settings and documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from consolidator.deciding.grouping import Group
from consolidator.deciding.merging import suggested
from consolidator.deciding.settings import SettingsPlan, plan_settings, without_home
from consolidator.editing.converters import site_part
from consolidator.editing.documents import document_changes
from consolidator.editing.site_edits import lines_of
from consolidator.editing.sizing import sizing_edits
from consolidator.frozen import dataclass
from consolidator.meaning.world import World
from consolidator.model import Edit, Options, Owned, Part, PoolOptions, Process, Resource, TextEdits
from consolidator.planning.outcome import Outcome
from consolidator.processes.floors import Floors


@dataclass(frozen=True, slots=True)
class Sized:
    """The groups with the pool and the settings of each, and what becomes of them."""

    groups: tuple[Group, ...]
    pools: tuple[PoolOptions, ...]
    settings: tuple[SettingsPlan, ...]
    outcome: Outcome

    def pool_of(self, group: Group) -> PoolOptions | None:
        """The sizes that the home of a group gets; None where it keeps its own."""
        found = (pool for row, pool in zip(self.groups, self.pools, strict=True) if row.home == group.home)
        return next(found, None)

    def settings_of(self, home: Resource) -> SettingsPlan | None:
        """What sizes the engine of a home; None where it keeps its own sizes."""
        found = (settings for row, settings in zip(self.groups, self.settings, strict=True) if row.sites[0] is home)
        return next(found, None)


def size_in_place(world: World, groups: Sequence[Group], options: Options, processes: Sequence[Process]) -> Sized:
    """What becomes of the engines that get sizes where they stand; the settings of a deployable change once."""
    edits: dict[str, dict[Edit, None]] = defaultdict(dict)
    texts: dict[TextEdits, None] = {}
    parts: dict[Owned, None] = {}
    pools, plans = [], []
    floors = Floors(processes, world.survey.texts)
    for group in groups:
        site, unit = group.sites[0], group.unit
        pool = suggested(options.pool, [site])
        pools.append(pool)
        settings = plan_settings(world, [group], site.path, pool, world.survey.unreadable)
        if settings.path is not None and options.leaves(Part("settings", unit, settings.path)):
            settings = without_home(settings, pool)
        plans.append(settings)
        own = sizing_edits(world, site, settings, pool, floors.python(site.path))
        edits[site.path] |= dict.fromkeys(own)
        parts[Owned(site.path, site_part(world, site), lines_of(site.facts.source, own))] = None
        if settings.path is not None:
            edits[settings.path] |= dict.fromkeys(settings.edits)
            parts |= {Owned(path, Part("settings", unit, settings.path)): None for path in (settings.path, site.path)}
        for row in document_changes(world, unit, settings):
            if not options.leaves(Part("document", unit, row.path)):
                texts[row] = None
                parts[Owned(row.path, Part("document", unit, row.path))] = None
    rows = {path: tuple(found) for path, found in edits.items()}
    return Sized(tuple(groups), tuple(pools), tuple(plans), Outcome(rows, tuple(parts), texts=tuple(texts)))
