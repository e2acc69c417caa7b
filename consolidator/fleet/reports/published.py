"""The document that `fleet` prints with `-f json`, version 1, as types; its schema is made from them."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from consolidator.fleet.values import Outcome, Stage
from consolidator.report.published import Count, Error, MaybeCount, Tool

_OUTCOMES = [*(each.value for each in Outcome), None]
MaybeOutcome = Annotated[str | None, {"enum": _OUTCOMES}]
Engines = Annotated[MaybeCount, "null where an engine is created for each call, or where nothing was read"]
Connections = Annotated[MaybeCount, "most connections of all services; null without a bound"]


class Service(TypedDict):
    """One service."""

    name: str
    source: Annotated[str, "a folder, or a URL with its password masked"]
    path: str
    owner: str
    stage: Annotated[str | None, {"enum": [*(each.value for each in Stage), None]}]
    outcome: Annotated[MaybeOutcome, "null for a service that nothing was tried with"]
    branch: str | None
    commit: str | None
    pull_request: str | None
    pull_request_state: Annotated[str | None, {"enum": ["open", "merged", "closed", None]}]
    checks: Annotated[str | None, {"enum": ["none", "pending", "passing", "failing", None]}]
    engines_before: Engines
    engines_after: Engines
    processes: MaybeCount
    seconds: float
    error: Error | None


class Server(TypedDict):
    """A database server that services share."""

    name: str
    before: Connections
    after: Connections
    max_connections: MaybeCount
    services: list[str]


class Summary(TypedDict):
    """All services together."""

    counts: Annotated[dict[str, Count], "services by outcome, and `waiting`"]
    outcome: Annotated[MaybeOutcome, "the worst of all"]


class Document(Summary):
    """A fleet."""

    schema_version: Literal["1"]
    tool: Tool
    services: list[Service]
    servers: list[Server]
