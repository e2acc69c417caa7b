"""A Dockerfile, its build context and the files of a commit to the image that it builds."""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from consolidator.frozen import replace
from consolidator.processes.files.dockerfile import Copy, Stage, absolute, stages
from consolidator.processes.launches import Image
from consolidator.regex import lazy

_PYTHON = lazy(r"(?:^|/)(?:python|pypy)[:@-][a-z-]*(?<!alpine)(\d)\.(\d{1,2})|python-?(\d)\.(\d{1,2})")
_MOST_STAGES = 30
_MOST_TIMES = 4
"""How often an image may hold each file: stages that copy each other twice would double them without end."""

_PROJECT = lazy(rb"^[ \t]*name[ \t]*=[ \t]*[\"']?([\w.-]{1,80})", re.MULTILINE)


Contexts = tuple[tuple[str, str], ...]
"""Names and folders."""

Rows = tuple[tuple[str, str], ...]
"""Path in a context, path in the repository."""


class _Given(NamedTuple):
    """What may be copied: the context's files, and those of further contexts."""

    own: Rows
    further: Mapping[str, Rows]


class Builder:
    """Builds images from the Dockerfiles of one commit, each once; `texts` are the files that were read."""

    def __init__(self, texts: Mapping[str, bytes], paths: frozenset[str]) -> None:
        self._texts = texts
        self.files = tuple(sorted(texts))
        self.paths = paths
        self._built: dict[tuple[str, str, str, Contexts], Image | None] = {}

    def build(
        self, dockerfile: str, context: str | None = None, target: str = "", contexts: Contexts = ()
    ) -> Image | None:
        """The image of a Dockerfile; `context` None: the folder from which all that it copies is there; `contexts` are
        further ones, by name.

        None where there is no such file or stage.
        """
        if dockerfile not in self._texts:
            return None
        key = (dockerfile, "?" if context is None else context, target, contexts)
        if key not in self._built:
            self._built[key] = self._build(dockerfile, context, target, contexts)
        return self._built[key]

    def named(self, image: str) -> Image | None:
        """The image of a name, where a Dockerfile's folder, its own name or the project bears that name."""
        name = image.rpartition("/")[2].partition(":")[0].partition("@")[0].lower()
        if not name or "$" in name:
            return None
        found = [path for path in self._dockerfiles() if name in self._names(path)]
        return self.build(found[0]) if len(found) == 1 else None

    def _dockerfiles(self) -> Iterator[str]:
        return (path for path in self.files if "dockerfile" in path.rpartition("/")[2].lower())

    def _names(self, dockerfile: str) -> frozenset[str]:
        folder, _, name = dockerfile.rpartition("/")
        own = [part for part in re.split(r"(?i:dockerfile)[._-]?|\.(?i:dockerfile)", name) if part]
        if own:
            return frozenset(part.lower() for part in own)
        files = (posixpath.join(folder, each) for each in ("pyproject.toml", "setup.cfg", "setup.py"))
        projects = (_PROJECT.search(self._texts.get(path, b"")) for path in files)
        names = [folder.rpartition("/")[2], *(found[1].decode() for found in projects if found)]
        return frozenset(each.lower() for each in names if each)

    def _build(self, dockerfile: str, context: str | None, target: str, contexts: Contexts) -> Image | None:
        found = stages(self._texts[dockerfile].decode("utf-8", "replace"))[:_MOST_STAGES]
        wanted = next((s for s in found if target and s.name.lower() == target.lower()), found[-1] if found else None)
        if wanted is None:
            return None
        folder = self._context(dockerfile, wanted) if context is None else context
        given = {name: self._rows(inner) for name, inner in contexts}
        files = _files(wanted, found, _Given(self._context_files(dockerfile, folder), given), {})
        return Image(
            dockerfile,
            wanted.workdir,
            files,
            wanted.entrypoint,
            wanted.command,
            wanted.environment,
            _python(wanted, found),
            wanted.command_line or wanted.line,
        )

    def _context(self, dockerfile: str, stage: Stage) -> str:
        """The Dockerfile's own folder, else the nearest above it, in which every copied path exists."""
        folder = posixpath.dirname(dockerfile)
        wanted = [source for copy in stage.copies if copy.stage is None for source in copy.sources]
        choices = [folder]
        while choices[-1]:
            choices.append(posixpath.dirname(choices[-1]))
        scored = [(sum(self._exists(choice, source) for source in wanted), -at) for at, choice in enumerate(choices)]
        return choices[-max(scored)[1]]

    def _exists(self, folder: str, source: str) -> bool:
        name = posixpath.normpath(source.lstrip("/") or ".")
        if name == ".":
            return posixpath.dirname(folder) == folder
        path = posixpath.join(folder, name)
        if any(sign in path for sign in "*?["):
            return any(fnmatch.fnmatchcase(each, path) for each in self.paths)
        return path in self.paths or any(each.startswith(f"{path}/") for each in self.files)

    def _context_files(self, dockerfile: str, folder: str) -> Rows:
        """(path in the context, path in the repository) of what `.dockerignore` lets through."""
        own = self._texts.get(f"{dockerfile}.dockerignore")
        ignore = own if own is not None else self._texts.get(posixpath.join(folder, ".dockerignore"), b"")
        rows = self._rows(folder)
        patterns = _patterns(ignore.decode("utf-8", "replace"))
        return tuple(row for row in rows if not patterns or not _ignored(row[0], patterns))

    def _rows(self, folder: str) -> Rows:
        inside = f"{folder}/" if folder else ""
        return tuple((path[len(inside) :], path) for path in self.files if path.startswith(inside))


def mounted(image: Image, mounts: Iterable[tuple[str, str]], files: Iterable[str]) -> Image:
    """The image with folders or files of the repository mounted over it: (path in the repository, path inside)."""
    held = dict(image.files)
    known = tuple(files)
    for source, target in mounts:
        inside = f"{source}/" if source else ""
        for path in known:
            if path == source:
                held[absolute("/", target)] = path
            elif path.startswith(inside):
                held[absolute("/", f"{target}/{path[len(inside) :]}")] = path
    return replace(image, files=held)


def _files(
    stage: Stage, all_stages: tuple[Stage, ...], given: _Given, known: dict[int, dict[str, str]]
) -> dict[str, str]:
    """Path inside to path in the repository; `known` are those of the stages that were asked for already."""
    held: dict[str, str] = {}
    at = all_stages.index(stage)
    for copy in stage.copies:
        if len(held) > _MOST_TIMES * (len(given.own) + 100):
            break
        earlier = None if copy.stage is None else _stage_of(copy.stage, all_stages)
        if copy.stage is None:
            held |= dict(_copied(copy, given.own))
        elif copy.stage in given.further:
            held |= dict(_copied(copy, given.further[copy.stage]))
        elif earlier is not None and earlier < at:
            if earlier not in known:
                known[earlier] = _files(all_stages[earlier], all_stages, given, known)
            held |= dict(_copied(copy, tuple((path.lstrip("/"), row) for path, row in known[earlier].items())))
    return held


def _stage_of(name: str, all_stages: tuple[Stage, ...]) -> int | None:
    if name.isascii() and name.isdecimal():
        return int(name) if len(name) < 4 else None
    named = (at for at, stage in enumerate(all_stages) if stage.name.lower() == name.lower())
    return next(named, None)


def _copied(copy: Copy, contents: Rows) -> Iterator[tuple[str, str]]:
    """(path inside, path in the repository): a folder's content, or files by their names."""
    for source in copy.sources:
        wanted = posixpath.normpath(source.lstrip("/") or ".")
        wild = any(sign in wanted for sign in "*?[")
        for path, origin in contents:
            inner = _inside(path, wanted, wild)
            if inner is None:
                continue
            if inner == "":
                name = path.rpartition("/")[2]
                yield (absolute("/", f"{copy.target}/{name}") if copy.target.endswith("/") else copy.target), origin
            else:
                yield absolute("/", f"{copy.target}/{inner}"), origin


def _inside(path: str, wanted: str, wild: bool) -> str | None:
    """What follows `wanted` in a path: "" for the file itself, None where it is another."""
    if wanted == ".":
        return path
    if not wild:
        if path == wanted:
            return ""
        return path[len(wanted) + 1 :] if path.startswith(f"{wanted}/") else None
    depth = wanted.count("/") + 1
    parts = path.split("/")
    if len(parts) < depth or not fnmatch.fnmatchcase("/".join(parts[:depth]), wanted):
        return None
    return "/".join(parts[depth:])


def _patterns(text: str) -> tuple[tuple[bool, tuple[str, ...]], ...]:
    """(whether it brings back, its parts) of each line."""
    found = []
    for line in text.splitlines()[:500]:
        bare = line.strip()
        if bare and not bare.startswith("#"):
            parts = tuple(part for part in bare.lstrip("!").split("/") if part not in ("", "."))
            found.append((bare.startswith("!"), parts))
    return tuple(found)


def _ignored(path: str, patterns: tuple[tuple[bool, tuple[str, ...]], ...]) -> bool:
    """The last pattern that matches the path or a folder above it decides (docs.docker.com, .dockerignore)."""
    parts = tuple(path.split("/"))
    for back, pattern in reversed(patterns):
        if _matches(parts, pattern):
            return not back
    return False


def _matches(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    """Whether a pattern matches the beginning of a path; `**` stands for any number of folders."""
    reached = {0}
    for step in pattern:
        if step == "**":
            reached = set(range(min(reached), len(parts))) if reached else reached
        else:
            reached = {at + 1 for at in reached if at < len(parts) and _matches_name(parts[at], step)}
    return bool(reached) and bool(pattern)


def _matches_name(name: str, pattern: str) -> bool:
    return name == pattern or (any(sign in pattern for sign in "*?[") and fnmatch.fnmatchcase(name, pattern))


def _python(stage: Stage, all_stages: tuple[Stage, ...]) -> tuple[int, int] | None:
    """From the base image's tag; of an image of its own, from the first base that names one."""
    for base in (stage.base, *(each.base for each in all_stages)):
        found = _PYTHON.search(base)
        if found:
            major, minor = [part for part in found.groups() if part is not None][:2]
            return int(major), int(minor)
    return None
