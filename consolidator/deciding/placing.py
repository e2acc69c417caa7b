"""Where the shared module goes and what it is called there; nothing that exists is ever overwritten."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from consolidator.deciding.grouping import Group, unit_of
from consolidator.errors import Refused, UsageError
from consolidator.filetree import is_taken
from consolidator.meaning.world import World
from consolidator.patterns.shared_module import is_shared_module

_NAMES = ("db.py", "db_pool.py", "db_engines.py", "shared_db.py")


def place(world: World, paths: frozenset[str], unit: str, groups: Sequence[Group], target: str | None) -> str:
    """The path of the shared module of one deployable.

    `paths` are all tracked files. Raises UsageError where `--target` cannot be a module of the repository,
    Refused where it exists.
    """
    if target is not None:
        return _given(paths, target)
    sites = [site.path for group in groups for site in group.sites]
    folders = (_package(unit, sites), posixpath.commonpath([posixpath.dirname(site) for site in sites]))
    folder = next((each for each in folders if world.scope.holds(posixpath.join(each, _NAMES[0]))), folders[0])
    return _free(paths, folder, _NAMES)


def existing_module(world: World, unit: str) -> str | None:
    """The shared module of an earlier run."""
    found = (path for path, facts in sorted(world.facts.items()) if is_shared_module(facts))
    return next((path for path in found if unit_of(world, path) == unit), None)


def _given(paths: frozenset[str], target: str) -> str:
    path = posixpath.normpath(target.replace("\\", "/"))
    if path.startswith(("../", "/")) or path == ".." or ":" in path:
        raise UsageError(f"--target {target} lies outside the repository", "give a path relative to its root")
    if not path.endswith(".py"):
        raise UsageError(f"--target {target} is no Python file", "give a path such as src/db.py")
    if is_taken(paths, path):
        raise Refused(
            f"{path} exists already", "give a --target that does not exist yet, or leave the choice to the tool"
        )
    return path


def _package(unit: str, paths: Sequence[str]) -> str:
    """The one top-level package of all sites, else the import root itself."""
    inner = [path[len(unit) + 1 if unit else 0 :] for path in paths]
    heads = {path.partition("/")[0] for path in inner if "/" in path}
    if len(heads) == 1 and all("/" in path for path in inner):
        head = heads.pop()
        if head.isidentifier():
            return posixpath.join(unit, head)
    return unit


def _free(paths: frozenset[str], folder: str, names: Sequence[str]) -> str:
    """The first name that is neither a file nor a folder there."""
    folders = {path.rpartition("/")[0] for path in paths}
    above = {"/".join(f.split("/")[:i]) for f in folders for i in range(1, f.count("/") + 2)}
    for name in names:
        path = posixpath.join(folder, name)
        if not is_taken(paths, path) and not is_taken(above, path.removesuffix(".py")):
            return path
    raise Refused(f"no free name for the shared module in {folder or 'the top folder'}", "give one with --target")
