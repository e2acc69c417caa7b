"""How a file imports the shared module: in the form that its own first-party imports have."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from consolidator.meaning.world import World


def import_form(world: World, path: str, target: str) -> str | None:
    """The module name to write in `path` for the file `target`: absolute, or relative where its neighbours are.

    None where the import cannot be shown to resolve.
    """
    absolute = world.modules.import_name(path, target)
    if absolute is None or absolute.startswith("."):
        return absolute
    facts = world.facts.get(path)
    levels = [
        row.level
        for row in (facts.imports if facts else ())
        if row.scope == "" and world.modules.resolve(path, row) is not None
    ]
    if not levels or 0 in levels:
        return absolute
    relative = _relative(path, target)
    return relative if relative and len(relative) - len(relative.lstrip(".")) <= max(levels) else absolute


def form_within(world: World, sites: Iterable[str], target: str, path: str) -> str | None:
    """How the shared module itself imports a file of the service: relatively where all sites import it so."""
    forms = [import_form(world, site, target) for site in sites]
    if forms and all(form is not None and form.startswith(".") for form in forms):
        return _relative(target, path)
    return world.modules.import_name(target, path)


def _relative(path: str, target: str) -> str | None:
    steps = posixpath.relpath(target.removesuffix(".py"), posixpath.dirname(path) or ".").split("/")
    ups = sum(step == ".." for step in steps)
    names = steps[ups:]
    return "." * (ups + 1) + ".".join(names) if all(name.isidentifier() for name in names) else None
