"""The files of a commit in; how many processes of the service run, and what the server allows, out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from consolidator.budget.commands import commands_in
from consolidator.budget.servers import Served, served
from consolidator.budget.words import counted

DEFAULT_MAX_CONNECTIONS = 100
"""PostgreSQL's (https://www.postgresql.org/docs/current/runtime-config-connection.html)."""

MOST = 10_000
"""A number beyond is no number of processes."""

_MANIFEST = re.compile(r"\.ya?ml$")
_REPLICAS = re.compile(
    rb"^[ \t-]*(?:replicas|replicaCount|maxReplicas|scale)[\"']?:[ \t]*[\"']?(\d{1,5})[\"']?[ \t]*\r?(?:#.*)?$",
    re.MULTILINE,
)
_LIMIT = re.compile(rb"^[^#\n]*?\bmax_connections[\"']?\s*[:=]\s*[\"']?(\d{1,6})\b", re.MULTILINE)


class Deployment(NamedTuple):
    """`workers` are processes of one replica; `assumptions` say where each number is from, in the same order."""

    workers: int
    replicas: int
    max_connections: int
    assumptions: tuple[str, ...]

    def told(
        self, workers: int | None = None, replicas: int | None = None, max_connections: int | None = None
    ) -> Deployment:
        """With what the user says instead of what was read; None keeps it."""
        given = (workers, replicas, max_connections)
        pairs = zip(given, self.assumptions, strict=True)
        said = tuple(old if new is None else _said(at, new) for at, (new, old) in enumerate(pairs))
        limit = max_connections or self.max_connections
        return Deployment(workers or self.workers, replicas or self.replicas, limit, said)


def read_deployment(texts: Mapping[str, bytes]) -> Deployment:
    """The numbers that the files name literally, and defaults for the others."""
    workers, why_workers = _workers(texts)
    replicas, why_replicas = _replicas(texts)
    limit, why_limit = _limit(texts)
    return Deployment(workers, replicas, limit, (why_workers, why_replicas, why_limit))


def _said(at: int, number: int) -> str:
    nouns = ("process", "replica")
    return f"{counted(number, nouns[at])}, as told" if at < len(nouns) else f"max_connections {number:,}, as told"


def _workers(texts: Mapping[str, bytes]) -> tuple[int, str]:
    """Of the first kind of file that starts a server, the file that starts the most processes."""
    for family in commands_in(texts):
        found = [(path, served(commands, path, texts)) for path, commands in family]
        known = [(path, each) for path, each in found if each is not None]
        if known:
            path, most = max(known, key=lambda item: item[1].processes)
            return most.processes, _in_words(path, most)
    return 1, "1 process of a replica: no file names how the service is started"


def _in_words(path: str, found: Served) -> str:
    return f"{counted(found.processes, 'process')} of a replica: {path} {found.reason}"


def _replicas(texts: Mapping[str, bytes]) -> tuple[int, str]:
    """The highest number: of several deployments or an autoscaler, the one that claims most."""
    found = list(_numbers(_REPLICAS, texts))
    if not found:
        return 1, "1 replica: no manifest names another number"
    number, path = max(found)
    return max(1, number), f"{counted(max(1, number), 'replica')}: {path}"


def _limit(texts: Mapping[str, bytes]) -> tuple[int, str]:
    """The lowest number that a manifest gives to a server."""
    found = [item for item in _numbers(_LIMIT, texts) if item[0] > 0]
    if not found:
        return (
            DEFAULT_MAX_CONNECTIONS,
            f"max_connections {DEFAULT_MAX_CONNECTIONS}: PostgreSQL's default, as no manifest names another",
        )
    number, path = min(found)
    return number, f"max_connections {number:,}: {path}"


def _numbers(pattern: re.Pattern[bytes], texts: Mapping[str, bytes]) -> Iterator[tuple[int, str]]:
    for path in sorted(texts):
        if _MANIFEST.search(path):
            for each in pattern.findall(texts[path]):
                if int(each) <= MOST:
                    yield int(each), path
