"""What a command runs, as it is written, to the files of the repository."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from consolidator.filetree import Tree, ancestors, join
from consolidator.processes.files.dockerfile import absolute
from consolidator.processes.launches import Image, Launch, Target
from consolidator.processes.started import Started


def entries(started: Started, tree: Tree) -> tuple[str, ...]:
    """The files that a command runs or loads first; none where they are not the repository's."""
    found: list[str] = []
    for target in _targets(started):
        found += [path for path in _of_target(target, started, tree) if path not in found]
        if found and started.command.kind not in ("worker", "scheduler"):
            break
    return tuple(found)


def _targets(started: Started) -> tuple[Target, ...]:
    """The targets on the command line, else the variable that names one."""
    if started.command.targets or started.command.variable != "FLASK_APP":
        return started.command.targets
    named = started.environment.get("FLASK_APP", "")
    if named:
        name, _, attribute = named.partition(":")
        return (Target("file" if name.endswith(".py") or "/" in name else "module", name, attribute),)
    return Target("file", "wsgi.py"), Target("file", "app.py"), Target("module", "wsgi"), Target("module", "app")


def _of_target(target: Target, started: Started, tree: Tree) -> tuple[str, ...]:
    launch = started.launch
    if launch.image is not None:
        found = _in_image(target, started, launch.image)
        if found:
            return found
    folder = launch_folder(launch) if launch.image is not None else started.folder
    return _in_repository(target, folder, tree)


def launch_folder(launch: Launch) -> str:
    """The folder of the repository that a launch belongs to: where its image is described, or the file itself."""
    return posixpath.dirname(launch.image.source if launch.image is not None else launch.path)


def _in_image(target: Target, started: Started, image: Image) -> tuple[str, ...]:
    base = absolute(started.folder, target.root) if target.root else started.folder
    paths = started.environment.get("PYTHONPATH", "").split(":")
    bases = [base, *(absolute(started.folder, path) for path in paths if path and "$" not in path)]
    if target.how == "file":
        found = image.files.get(absolute(base, target.name))
        return (found,) if found is not None else ()
    for stem in _stems(target):
        for folder in bases:
            files = _module_files(absolute(folder, stem), image.files)
            if files:
                return files
    return ()


def _module_files(stem: str, files: Mapping[str, str]) -> tuple[str, ...]:
    """The module, or the package with what a runner looks for in it: `__main__`, `celery`."""
    names = (f"{stem}/__main__.py", f"{stem}/celery.py", f"{stem}/__init__.py", f"{stem}.py")
    found = [files[name] for name in names if name in files]
    return tuple(found[:1]) if found and found[0].endswith(("__main__.py", f"{stem}.py")) else tuple(found)


def _stems(target: Target) -> Iterator[str]:
    """The path of a dotted name, then of what holds it, as the last part may be an object."""
    parts = target.name.split(".")
    yield "/".join(parts)
    if len(parts) > 1:
        yield "/".join(parts[:-1])


def _in_repository(target: Target, folder: str, tree: Tree) -> tuple[str, ...]:
    """Seen from the folder, then from those above, then wherever it is the only one of its name."""
    base = posixpath.normpath(posixpath.join(folder, target.root or ".")).lstrip("/")
    base = "" if base == "." or base.startswith("..") else base
    names = tuple(_stems(target)) if target.how == "module" else (_plain(target.name),)
    for name in names:
        for start in ancestors(base):
            for root in (start, join(start, "src")):
                found = _at(join(root, name), target.how, tree)
                if found:
                    return found
    for name in names:
        found = _anywhere(name, target.how, tree)
        if found:
            return found
    return ()


def _plain(name: str) -> str:
    return posixpath.normpath(name.lstrip("/")).removeprefix("../")


def _at(stem: str, how: str, tree: Tree) -> tuple[str, ...]:
    if how == "file":
        return (stem,) if stem in tree.files else ()
    return _module_files(stem, _Same(tree.files))


class _Same(Mapping[str, str]):
    """The repository's own files, seen as an image that holds each where it is."""

    def __init__(self, files: frozenset[str]) -> None:
        self._files = files

    def __getitem__(self, path: str) -> str:
        if path not in self._files:
            raise KeyError(path)
        return path

    def __contains__(self, path: object) -> bool:
        return path in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def _anywhere(name: str, how: str, tree: Tree) -> tuple[str, ...]:
    first = name.partition("/")[0].removesuffix(".py")
    found = {_at(join(root, name), how, tree) for root in tree.tops.get(first, ())} - {()}
    return found.pop() if len(found) == 1 else ()
