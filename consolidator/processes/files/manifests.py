"""Kubernetes manifests, Helm templates among them, to the containers that they run.

https://kubernetes.io/docs/concepts/workloads/controllers/
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from consolidator.frozen import dataclass, field
from consolidator.processes.arguments import number
from consolidator.processes.files.documents import TEMPLATED, Block, Value, documents

_WORKLOADS = frozenset({"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod", "Rollout", "Service"})
_ONCE = frozenset({"Job", "CronJob"})


@dataclass(frozen=True, slots=True)
class Container:
    """A container; `command` replaces the image's entrypoint, `arguments` its command; None where the image's stand.

    `once` says that it ends by itself: of a job, or ahead of the others.
    """

    name: str
    line: int
    image: str
    command: tuple[str, ...] | None
    arguments: tuple[str, ...] | None
    folder: str
    replicas: int | None
    once: bool
    environment: Mapping[str, str] = field(default_factory=dict)


def containers(data: bytes, value_of: Callable[[str], str | None]) -> Iterator[Container]:
    """Every container of the workloads in a file; an autoscaler beside them gives the most replicas."""
    found = list(_flat(documents(data, value_of)))
    most = dict(_scaled(found))
    for document in found:
        kind = document.text("kind")
        if kind not in _WORKLOADS | _ONCE:
            continue
        spec = document.block("spec")
        spec = spec.block("jobTemplate").block("spec") if kind == "CronJob" else spec
        pod = spec if kind == "Pod" else spec.block("template").block("spec")
        name = document.block("metadata").text("name")
        replicas = most.get(name) or number(spec.text("replicas"))
        yield from _of_pod(pod, name, replicas, kind in _ONCE)


def _flat(found: Iterable[Block]) -> Iterator[Block]:
    for document in found:
        if document.text("kind") == "List":
            yield from (item for item in document.list("items") if isinstance(item, Block))
        else:
            yield document


def _scaled(found: Iterable[Block]) -> Iterator[tuple[str, int | None]]:
    for document in found:
        if document.text("kind") in ("HorizontalPodAutoscaler", "ScaledObject"):
            spec = document.block("spec")
            yield spec.block("scaleTargetRef").text("name"), number(spec.text("maxReplicas"))


def _of_pod(pod: Block, owner: str, replicas: int | None, once: bool) -> Iterator[Container]:
    for key in ("initContainers", "containers"):
        for item in pod.list(key):
            if isinstance(item, Block):
                yield _container(item, owner, replicas, once or key == "initContainers")


def _container(block: Block, owner: str, replicas: int | None, once: bool) -> Container:
    name = block.text("name")
    return Container(
        name if name and TEMPLATED not in name else owner.replace(TEMPLATED, "").strip("-") or "container",
        min(block.lines.values(), default=1),
        block.text("image"),
        _words(block.get("command")),
        _words(block.get("args")),
        block.text("workingDir"),
        replicas,
        once,
        dict(_environment(block.list("env"))),
    )


def _words(value: Value | None) -> tuple[str, ...] | None:
    if isinstance(value, list):
        return tuple(item for item in value if isinstance(item, str))
    return (value,) if isinstance(value, str) and value and TEMPLATED not in value else None


def _environment(rows: list[Value]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if isinstance(row, Block) and row.text("name") and TEMPLATED not in row.text("value"):
            yield row.text("name"), row.text("value")
