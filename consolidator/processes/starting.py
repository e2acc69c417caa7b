"""The deployment files of a commit to every way in which they start something."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from consolidator.processes.files.compose import Service, services
from consolidator.processes.files.procfile import Entry, from_procfile, from_supervisor, from_unit
from consolidator.processes.images import Builder, mounted
from consolidator.processes.launches import Image, Launch

_COMPOSE = re.compile(r"(?:docker-)?compose[\w.-]*\.ya?ml")
_DOCKERFILE = re.compile(r"(?i:dockerfile)(?:[._-][\w.-]+)?|[\w.-]+\.(?i:dockerfile)")
_ASIDE = re.compile(r"(^|/)(node_modules|site-packages|\.?venv|\.tox|vendor|third_party)/")


def launches(texts: Mapping[str, bytes], paths: frozenset[str]) -> tuple[Launch, ...]:
    """Everything that is started, in the order of the files; `paths` are all files of the commit."""
    builder = Builder(texts, paths)
    found: list[Launch] = []
    for path in sorted(texts):
        read = _reader(path)
        if read is not None and not _ASIDE.search(path):
            found += read(path, texts, builder)
    return tuple(found)


Reader = Callable[[str, Mapping[str, bytes], Builder], Iterator[Launch]]


def _reader(path: str) -> Reader | None:
    name = _name(path)
    for pattern, read in _READERS:
        if pattern.fullmatch(name):
            return read
    return None


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _text(texts: Mapping[str, bytes], path: str) -> str:
    return texts[path].decode("utf-8", "replace")


def _dockerfile(path: str, texts: Mapping[str, bytes], builder: Builder) -> Iterator[Launch]:
    image = builder.build(path)
    if image is not None and (image.command or image.entrypoint):
        yield Launch(
            posixpath.basename(posixpath.dirname(path)) or "image",
            line_of((*image.entrypoint, *image.command)),
            f"{path}:{image.line}",
            image.folder,
            image,
            environment=image.environment,
        )


def _compose(path: str, texts: Mapping[str, bytes], builder: Builder) -> Iterator[Launch]:
    found = list(services(path, texts[path], texts.get))
    built = {service.image: service for service in found if service.image and service.context is not None}
    for service in found:
        source = service if service.context is not None else built.get(service.image)
        image = builder.build(source.dockerfile, source.context, source.target) if source else None
        if image is not None and service.mounts:
            image = mounted(image, service.mounts, (each for each in texts if not each.startswith(".git/")))
        launch = _of_service(path, service, image)
        if launch is not None:
            yield launch


def _of_service(path: str, service: Service, image: Image | None) -> Launch | None:
    """What a service starts: its own command behind its own entrypoint, else those of the image."""
    line = _own_line(service) if image is None else _joined_line(service, image)
    if not line:
        return None
    folder = service.folder or (image.folder if image else posixpath.dirname(path))
    if image is None and service.folder:
        folder = _mounted_folder(service) or posixpath.dirname(path)
    environment = {**(image.environment if image else {}), **service.environment}
    return Launch(service.name, line, f"{path}:{service.line}", folder, image, service.replicas, environment)


def _own_line(service: Service) -> str:
    return " ".join(line_of(part) for part in (service.entrypoint, service.command) if part)


def _joined_line(service: Service, image: Image) -> str:
    if service.entrypoint is not None:
        return _own_line(service)
    if service.command is None:
        return line_of((*image.entrypoint, *image.command))
    return " ".join(part for part in (line_of(image.entrypoint), line_of(service.command)) if part)


def _mounted_folder(service: Service) -> str | None:
    """The folder of the repository that stands where a service without an image of ours works."""
    for source, target in service.mounts:
        if service.folder == target or service.folder.startswith(f"{target}/"):
            return posixpath.normpath(posixpath.join(source, service.folder[len(target) + 1 :] or "."))
    return None


def line_of(command: str | tuple[str, ...] | None) -> str:
    """A command in exec form as a line that the shell would read the same way."""
    if command is None or isinstance(command, str):
        return command or ""
    return " ".join(_quoted(word) for word in command)


def _quoted(word: str) -> str:
    return word if re.fullmatch(r"[\w@%+=:,./${}*-]+", word) else "'" + word.replace("'", "'\"'\"'") + "'"


def _entries(path: str, found: Iterator[Entry]) -> Iterator[Launch]:
    for entry in found:
        yield Launch(
            entry.name,
            entry.command,
            f"{path}:{entry.line}",
            posixpath.dirname(path),
            None,
            entry.copies,
            dict(entry.environment),
        )


def _procfile(path: str, texts: Mapping[str, bytes], builder: Builder) -> Iterator[Launch]:
    for launch in _entries(path, from_procfile(_text(texts, path))):
        yield replace(launch, kind="migration") if launch.name == "release" else launch


def _unit(path: str, texts: Mapping[str, bytes], builder: Builder) -> Iterator[Launch]:
    yield from _entries(path, from_unit(_text(texts, path), _name(path).partition(".")[0]))


def _supervisor(path: str, texts: Mapping[str, bytes], builder: Builder) -> Iterator[Launch]:
    yield from _entries(path, from_supervisor(_text(texts, path)))


_READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (_COMPOSE, _compose),
    (_DOCKERFILE, _dockerfile),
    (re.compile(r"Procfile(?:\.[\w-]+)?"), _procfile),
    (re.compile(r"[\w@.-]+\.service(?:\.\w+)?"), _unit),
    (re.compile(r"supervisord?[\w.-]*\.(?:conf|ini)"), _supervisor),
)
