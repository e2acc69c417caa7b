"""The text of a compose file to its services: what each builds, mounts and starts.

https://docs.docker.com/reference/compose-file/services/
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping

from consolidator.frozen import dataclass, field
from consolidator.processes.arguments import number
from consolidator.processes.files.documents import Block, Value, documents
from consolidator.regex import lazy

_VARIABLE = lazy(r"\$\{\w+:?-([^${}]{0,200})\}")


@dataclass(frozen=True, slots=True)
class Service:
    """A service; commands are lists of words, a string as the words of a shell that it does not need.

    Paths are relative to the repository; `context` is None where nothing is built. `command` and `entrypoint` are
    None where the image's own stands.
    """

    name: str
    line: int
    image: str = ""
    context: str | None = None
    dockerfile: str = ""
    target: str = ""
    command: str | tuple[str, ...] | None = None
    entrypoint: str | tuple[str, ...] | None = None
    folder: str = ""
    replicas: int | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    mounts: tuple[tuple[str, str], ...] = ()
    restarts: bool = False
    """Whether it is started again whenever it ends."""
    contexts: tuple[tuple[str, str], ...] = ()
    """Further contexts of the build, by name."""
    names_context: bool = True
    """Whether a context is written; a file that is laid over another leaves it to that one."""


def services(path: str, data: bytes, read: Callable[[str], bytes | None]) -> Iterator[Service]:
    """Every service of a compose file; `read` gives the text of another file that one extends."""
    for document in documents(data):
        block = document.block("services")
        for name, value in block.items():
            if isinstance(value, Block):
                yield _service(path, name, block.lines[name], extended(path, value, block, read, 4))


def extended(path: str, service: Block, beside: Block, read: Callable[[str], bytes | None], left: int) -> Block:
    """A service with what the one that it extends, `left` times at most, has and it has not."""
    extends = service.get("extends")
    if extends is None or not left:
        return service
    name = extends if isinstance(extends, str) else extends.text("service") if isinstance(extends, Block) else ""
    file = extends.text("file") if isinstance(extends, Block) else ""
    if file:
        other = _within(path, file)
        data = read(other) if other is not None else None
        found = documents(data) if data is not None else ()
        beside = found[0].block("services") if found else Block()
    base = beside.get(name)
    if not isinstance(base, Block) or base is service:
        return service
    whole = Block()
    for block in (extended(path, base, beside, read, left - 1), service):
        merged = _merged(whole.get("environment"), block.get("environment"))
        whole.update(block)
        whole.lines.update(block.lines)
        if merged:
            whole["environment"] = merged
    return whole


def _merged(base: Value | None, own: Value | None) -> Block:
    """The environment of a service over that of the one that it extends, whichever way each is written."""
    found = Block()
    for value in (base, own):
        rows = [each.partition("=") for each in value if isinstance(each, str)] if isinstance(value, list) else []
        found.update(value if isinstance(value, Block) else {key: text for key, _, text in rows})
    return found


def _service(path: str, name: str, line: int, block: Block) -> Service:
    context, dockerfile, target = _build(path, block.get("build"))
    deploy = number(_default(block.block("deploy").text("replicas")))
    return Service(
        name,
        line,
        _default(block.text("image")),
        context,
        dockerfile,
        target,
        _command(block.get("command")),
        _command(block.get("entrypoint")),
        _default(block.text("working_dir")),
        deploy or number(_default(block.text("scale"))),
        dict(_environment(block.get("environment"))),
        tuple(_mounts(path, block.list("volumes"))),
        _default(block.text("restart")) in ("always", "unless-stopped"),
        tuple(_contexts(path, block.block("build").get("additional_contexts"))),
        isinstance(block.get("build"), str) or "context" in block.block("build"),
    )


def _build(path: str, value: Value | None) -> tuple[str | None, str, str]:
    """Context, Dockerfile and target, the first two in the repository."""
    if value is None:
        return None, "", ""
    block = value if isinstance(value, Block) else Block()
    context = _within(path, _default(value if isinstance(value, str) else block.text("context") or "."))
    if context is None:
        return None, "", ""
    name = _default(block.text("dockerfile")) or "Dockerfile"
    dockerfile = posixpath.normpath(posixpath.join(context, name))
    return context, dockerfile, _default(block.text("target"))


def _contexts(path: str, value: Value | None) -> Iterator[tuple[str, str]]:
    for name, place in _environment(value):
        folder = _within(path, place)
        if folder is not None:
            yield name, folder


def _within(path: str, relative: str) -> str | None:
    """A path written in a file as the repository's, None where it leads out; "" is the repository's own folder."""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), relative))
    if joined.startswith(("..", "/")) or ":" in joined:
        return None
    return "" if joined == "." else joined


def _command(value: Value | None) -> str | tuple[str, ...] | None:
    if isinstance(value, str):
        return None if value in ("null", "~", "") else value
    if isinstance(value, list):
        return tuple(_default(item) for item in value if isinstance(item, str))
    return None


def _default(text: str) -> str:
    return _VARIABLE.sub(r"\1", text)


def _environment(value: Value | None) -> Iterator[tuple[str, str]]:
    if isinstance(value, Block):
        yield from ((key, _default(text)) for key, text in value.items() if isinstance(text, str))
    for item in value if isinstance(value, list) else ():
        if isinstance(item, str):
            key, _, text = item.partition("=")
            yield key, _default(text)


def _mounts(path: str, volumes: list[Value]) -> Iterator[tuple[str, str]]:
    """(path in the repository, path inside) of what is mounted from the repository."""
    for volume in volumes:
        if isinstance(volume, Block):
            source, target = _default(volume.text("source")), volume.text("target")
        elif isinstance(volume, str):
            source, _, rest = _default(volume).partition(":")
            target = rest.partition(":")[0]
        else:
            continue
        inside = _within(path, source) if source.startswith(".") else None
        if inside is not None and target.startswith("/"):
            yield inside, target
