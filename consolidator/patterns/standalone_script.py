"""A script that runs in a process of its own gains nothing, and may not be able to import the shared module.

`python path/to/script.py` puts the script's folder on sys.path, not the repository:
https://docs.python.org/3/library/sys_path_init.html
"""

from __future__ import annotations

import re

from consolidator.meaning.sites import CreationSite
from consolidator.meaning.sources import is_test_path
from consolidator.meaning.world import World

CODE = "CE207"
ORDER = 120
_FOLDER = re.compile(
    r"^(scripts?|bin|tools?|jobs|cron|ops|dev|hack|maintenance|examples?|docs?|notebooks?|cli|commands)$"
)
_SERVES = {
    "FastAPI", "Flask", "Starlette", "Litestar", "Sanic", "Quart", "Celery", "APIRouter", "Blueprint",
    "Application", "WorkerSettings",
}  # fmt: skip


def reason(site: CreationSite, world: World) -> str | None:
    """It is run by path: it guards `__main__` or nobody imports it, and nothing shows that packages resolve there."""
    if _serves(site):
        return None
    imported = any(not is_test_path(path) for path in world.modules.importers(site.path))
    first_party = any(world.modules.resolve(site.path, row) is not None for row in site.facts.imports)
    if site.facts.has_main_guard and not (_gives(site, world) or (first_party and _in_package(site, world))):
        return "it is a script with a process of its own"
    if not imported and not first_party and not (world.modules.importers(site.path) and _only_defines(site)):
        return "nobody imports it and it imports nothing of the repository: it is run by path"
    return None


def _gives(site: CreationSite, world: World) -> bool:
    """Whether the service takes a function or class of the module, or the module itself: a constant says nothing."""
    defined = {row.name for row in site.facts.functions} | {row.name for row in site.facts.classes}
    for path in world.modules.importers(site.path):
        facts = world.facts.get(path)
        if facts is None or is_test_path(path):
            continue
        rows = [row for row in facts.imports if world.modules.resolve(path, row) == site.path]
        if any(row.name is None or row.name in defined or row.name not in _values(site) for row in rows):
            return True
    return False


def _values(site: CreationSite) -> set[str]:
    return {row.target for row in site.facts.bindings if row.scope == ""}


def _only_defines(site: CreationSite) -> bool:
    """A module that does nothing when it is run is no script."""
    kinds = {"import", "importfrom", "functiondef", "asyncfunctiondef", "classdef"}
    return all(row.kind in kinds or row.span == site.facts.docstring for row in site.facts.body)


def _in_package(site: CreationSite, world: World) -> bool:
    """Whether it lies in a package of the service, as a worker that is run with `python -m package.worker` does."""
    folders = site.path.split("/")[:-1]
    if not folders or any(_FOLDER.match(name) for name in folders):
        return False
    package = "/".join(folders[:2]) if folders[0] in ("src", "lib", "packages") and len(folders) > 1 else folders[0]
    return any(path.startswith(f"{package}/") and _is_app(world, path) for path in world.facts)


def _is_app(world: World, path: str) -> bool:
    return any(ref.dotted[-1] in _SERVES for ref in world.facts[path].refs)


def _serves(site: CreationSite) -> bool:
    """Whether the module holds an application or a worker: then many requests pass through it."""
    called = {ref.dotted[-1] for ref in site.facts.refs}
    return bool(_SERVES & called) or any(class_.name in _SERVES for class_ in site.facts.classes)
