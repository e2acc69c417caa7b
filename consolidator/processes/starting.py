"""The deployment files of a commit to every way in which they start something."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from consolidator.belonging import is_copied
from consolidator.filetree import ancestors, join
from consolidator.frozen import dataclass, replace
from consolidator.processes.composing import composed
from consolidator.processes.files.dockerfile import absolute
from consolidator.processes.files.documents import Block, documents
from consolidator.processes.files.manifests import Container, containers
from consolidator.processes.files.packaging import scripts
from consolidator.processes.files.platforms import from_platform
from consolidator.processes.files.procfile import Entry, from_procfile, from_supervisor, from_unit
from consolidator.processes.files.recipes import from_launch_json, from_makefile
from consolidator.processes.files.tables import from_ini
from consolidator.processes.images import Builder
from consolidator.processes.launches import Image, Launch, Target, line_of
from consolidator.regex import lazy

_COMPOSE = lazy(r"(?:docker-)?compose[\w.-]*\.ya?ml")
_DOCKERFILE = lazy(r"(?i:dockerfile)(?:[._-][\w.-]+)?|[\w.-]+\.(?i:dockerfile)")
_OF_BUILDS = lazy(r"\.?(?:docker|dockerfiles?|deploy|deployment|build|images?|containers?|infra|ops|ci)|")
_ENDED = frozenset({"release", "cron"})
"""Process types that end by themselves (https://devcenter.heroku.com/articles/release-phase)."""


@dataclass(frozen=True, slots=True)
class Commit:
    """What the readers look at: the files that were read, and the images that their Dockerfiles build."""

    texts: Mapping[str, bytes]
    builder: Builder

    def text(self, path: str) -> str:
        """The text of a file."""
        return self.texts[path].decode("utf-8", "replace")


Reader = Callable[[str, Commit], Iterator[Launch]]


def launches(texts: Mapping[str, bytes], paths: frozenset[str]) -> tuple[Launch, ...]:
    """Everything that is started, in the order of the files; `paths` are all files of the commit."""
    commit = Commit(texts, Builder(texts, paths))
    found: list[Launch] = []
    for path in sorted(texts):
        kind = None if is_copied(path) else _kind(path)
        if kind is not None:
            rank = _KINDS.index(kind)
            found += [replace(each, rank=rank, alternative=kind.alternative) for each in kind.read(path, commit)]
    return tuple(found)


def console_scripts(texts: Mapping[str, bytes]) -> dict[str, Target]:
    """The commands that installing the repository's packages gives."""
    found: dict[str, Target] = {}
    for path in sorted(texts):
        if _PACKAGING.fullmatch(path.rpartition("/")[2]) and not is_copied(path):
            folder = posixpath.dirname(path)
            for row in scripts(path.rpartition("/")[2], texts[path].decode("utf-8", "replace")):
                found.setdefault(row.name, Target("module", row.module, row.function, folder))
    return found


def _kind(path: str) -> _Kind | None:
    name = path.rpartition("/")[2]
    if name.endswith(".py") and name != "setup.py" and "dockerfile" not in name.lower():
        return None  # as nearly all files are
    return next((kind for kind in _KINDS if kind.pattern.fullmatch(name)), None)


# --------------------------------------------------------------------------- containers


def _dockerfile(path: str, commit: Commit) -> Iterator[Launch]:
    image = commit.builder.build(path)
    if image is not None and (image.command or image.entrypoint):
        folders = [part for part in posixpath.dirname(path).split("/") if not _OF_BUILDS.fullmatch(part)]
        name = folders[-1] if folders else ""
        line = line_of((*image.entrypoint, *image.command))
        yield Launch(name, line, f"{path}:{image.line}", image.folder, image, environment=image.environment)


def _manifest(path: str, commit: Commit) -> Iterator[Launch]:
    data = commit.texts[path]
    if b"containers" not in data:
        return
    for row in containers(data, _chart(path, commit)):
        image = commit.builder.named(row.image)
        line = _in_pod(row, image)
        if line:
            yield Launch(
                row.name,
                line,
                f"{path}:{row.line}",
                _folder(row.folder, image, path),
                image,
                row.replicas,
                {**(image.environment if image else {}), **row.environment},
                "job" if row.once else None,
                not row.once,
            )


def _in_pod(row: Container, image: Image | None) -> str:
    """`command` replaces the image's entrypoint and command, `args` its command alone."""
    entrypoint = row.command if row.command is not None else image.entrypoint if image else ()
    command = row.arguments if row.arguments is not None else image.command if image and row.command is None else ()
    return line_of((*entrypoint, *command))


def _folder(given: str, image: Image | None, path: str) -> str:
    if image is None:
        return posixpath.dirname(path)
    return absolute(image.folder, given) if given else image.folder


def _chart(path: str, commit: Commit) -> Callable[[str], str | None]:
    """The literal values of the chart that a template belongs to."""
    for folder in ancestors(posixpath.dirname(path)):
        data = commit.texts.get(join(folder, "values.yaml"))
        if data is not None:
            values = next(iter(documents(data)), Block())
            return lambda name: _looked_up(values, name)
    return lambda name: None


def _looked_up(values: Block, name: str) -> str | None:
    *keys, last = name.split(".")
    for key in keys:
        values = values.block(key)
    return values.text(last) or None


# --------------------------------------------------------------------------- lines


def _entries(path: str, found: Iterator[Entry], lasts: bool = True) -> Iterator[Launch]:
    folder = posixpath.dirname(path)
    for row in found:
        inside = posixpath.normpath(posixpath.join(folder, row.folder)) if not row.folder.startswith("/") else folder
        yield Launch(
            row.name,
            row.command,
            f"{path}:{row.line}",
            "" if inside == "." or inside.startswith("..") else inside,
            None,
            row.copies,
            dict(row.environment),
            "job" if row.name in _ENDED else None,
            lasts and row.name not in _ENDED,
        )


def _procfile(path: str, commit: Commit) -> Iterator[Launch]:
    yield from _entries(path, from_procfile(commit.text(path)))


def _unit(path: str, commit: Commit) -> Iterator[Launch]:
    name = path.rpartition("/")[2].partition(".")[0].rstrip("@")
    timed = f"{path.removesuffix('.service')}.timer" in commit.builder.paths
    for launch in _entries(path, from_unit(commit.text(path), name)):
        ends = timed or b"oneshot" in commit.texts[path]
        yield replace(launch, kind="job", lasts=False) if ends else launch


def _uwsgi(path: str, commit: Commit) -> Iterator[Launch]:
    """https://uwsgi-docs.readthedocs.io/en/latest/Configuration.html"""
    given = from_ini(commit.text(path), "uwsgi")
    if given.get("module") or given.get("wsgi-file"):
        words = [f"--{key}={value}" if value != "true" else f"--{key}" for key, value in given.items()]
        folder = given.get("chdir", "")
        yield from _entries(path, iter([Entry("", line_of(("uwsgi", *words)), 1, folder)]))


def _supervisor(path: str, commit: Commit) -> Iterator[Launch]:
    yield from _entries(path, from_supervisor(commit.text(path)))


def _platform(path: str, commit: Commit) -> Iterator[Launch]:
    yield from _entries(path, from_platform(path.rpartition("/")[2], commit.texts[path]))


def _makefile(path: str, commit: Commit) -> Iterator[Launch]:
    yield from _entries(path, from_makefile(commit.text(path)), lasts=False)


def _launch_json(path: str, commit: Commit) -> Iterator[Launch]:
    for launch in _entries(path, from_launch_json(commit.text(path)), lasts=False):
        yield replace(launch, folder=posixpath.dirname(launch.folder))


def _packaging(path: str, commit: Commit) -> Iterator[Launch]:
    folder = posixpath.dirname(path)
    for row in scripts(path.rpartition("/")[2], commit.text(path)):
        yield Launch(row.name, row.name, f"{path}:{row.line}", folder)


def _compose(path: str, commit: Commit) -> Iterator[Launch]:
    yield from composed(path, commit.texts, commit.builder)


class _Kind(NamedTuple):
    """A kind of deployment file, by its name."""

    pattern: re.Pattern[str]
    read: Reader
    alternative: bool = False


_PACKAGING = lazy(r"pyproject\.toml|setup\.cfg|setup\.py")
_KINDS = (
    _Kind(re.compile(r"(?!(?:docker-)?compose|app\.|render\.|values)[\w.-]+\.ya?ml"), _manifest),
    _Kind(_COMPOSE, _compose),
    _Kind(re.compile(r"render\.ya?ml|app\.ya?ml|fly[\w.-]*\.toml|railway\.(?:json|toml)"), _platform),
    _Kind(re.compile(r"[\w@.-]+\.service"), _unit),
    _Kind(re.compile(r"supervisord?[\w.-]*\.(?:conf|ini)"), _supervisor),
    _Kind(re.compile(r"uwsgi[\w.-]*\.ini"), _uwsgi, True),
    _Kind(re.compile(r"Procfile(?:\.[\w-]+)?"), _procfile),
    _Kind(_DOCKERFILE, _dockerfile, True),
    _Kind(_PACKAGING, _packaging, True),
    _Kind(re.compile(r"(?i:makefile)|GNUmakefile"), _makefile, True),
    _Kind(re.compile(r"launch\.json"), _launch_json, True),
)
"""In the order in which they have the last word on how something is started."""
