"""A compose file to what its services start, each out of the image that is built for it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from consolidator.filetree import join
from consolidator.frozen import replace
from consolidator.processes.files.compose import Service, services
from consolidator.processes.images import Builder, mounted
from consolidator.processes.launches import Image, Launch, kind_by_name, line_of

_BASES = ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml")


def composed(path: str, texts: Mapping[str, bytes], builder: Builder) -> Iterator[Launch]:
    """What the services of the compose file at `path` start; those of images that are not built here start nothing
    of ours, unless their own command does."""
    base = _base(path, texts)
    found = [_based(each, base.get(each.name)) for each in services(path, texts[path], texts.get)]
    built = {each.image: each for each in found if each.image and each.context is not None}
    for service in found:
        source = service if service.context is not None else built.get(service.image)
        image = builder.build(source.dockerfile, source.context, source.target, source.contexts) if source else None
        image = image or builder.named(service.image)
        if image is not None and service.mounts:
            image = mounted(image, service.mounts, builder.files)
        launch = _launch(path, service, image)
        if launch is not None:
            yield launch


def _base(path: str, texts: Mapping[str, bytes]) -> dict[str, Service]:
    """The services of the file that this one is laid over, by name (docs.docker.com, merge Compose files)."""
    folder = posixpath.dirname(path)
    bases = [join(folder, name) for name in _BASES if join(folder, name) in texts]
    if not bases or path in bases:
        return {}
    return {each.name: each for each in services(bases[0], texts[bases[0]], texts.get)}


def _based(service: Service, base: Service | None) -> Service:
    """With what the same service of the base has and it has not itself."""
    if base is None:
        return service
    if service.context is not None and base.context is not None and not service.names_context:
        service = _built_there(service, base, base.context)
    own = service.context is not None or service.image not in ("", base.image)
    source = service if own else base
    return replace(
        service,
        image=service.image or base.image,
        context=source.context,
        dockerfile=source.dockerfile,
        target=source.target,
        restarts=service.restarts or base.restarts,
        contexts=source.contexts,
        command=base.command if service.command is None else service.command,
        entrypoint=base.entrypoint if service.entrypoint is None else service.entrypoint,
        folder=service.folder or base.folder,
        environment={**base.environment, **service.environment},
        mounts=(*base.mounts, *service.mounts),
    )


def _built_there(service: Service, base: Service, context: str) -> Service:
    """With the context and target of the base; a Dockerfile of its own is named from there."""
    name = posixpath.relpath(service.dockerfile, service.context or ".")
    own = posixpath.normpath(posixpath.join(context, name))
    dockerfile = base.dockerfile if name == "Dockerfile" else own
    return replace(service, context=context, dockerfile=dockerfile, target=service.target or base.target)


def _launch(path: str, service: Service, image: Image | None) -> Launch | None:
    """What a service starts: its own command behind its own entrypoint, else those of the image."""
    line = _line(service, image)
    if not line:
        return None
    folder = service.folder or (image.folder if image else "")
    if image is None:
        folder = _mounted_folder(service) or posixpath.dirname(path)
    environment = {**(image.environment if image else {}), **service.environment}
    return Launch(
        service.name,
        line,
        f"{path}:{service.line}",
        folder,
        image,
        service.replicas,
        environment,
        lasts=service.restarts or kind_by_name(service.name) is not None,
    )


def _line(service: Service, image: Image | None) -> str:
    """An entrypoint of its own takes the image's command away (docs.docker.com, Compose file reference)."""
    if service.entrypoint is not None:
        return _joined(service.entrypoint, service.command)
    if image is None:
        return line_of(service.command)
    return _joined(image.entrypoint, image.command if service.command is None else service.command)


def _joined(entrypoint: str | tuple[str, ...], command: str | tuple[str, ...] | None) -> str:
    return " ".join(part for part in (line_of(entrypoint), line_of(command)) if part)


def _mounted_folder(service: Service) -> str | None:
    """The folder of the repository that stands where a service without an image of ours works."""
    for source, target in service.mounts:
        if service.folder == target or service.folder.startswith(f"{target}/"):
            found = posixpath.normpath(posixpath.join(source, service.folder[len(target) + 1 :] or "."))
            return "" if found == "." else found
    return None
