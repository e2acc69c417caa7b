"""The JSON Schema of the document that `fleet` prints with `-f json`, version 1."""

from __future__ import annotations

from typing import Any

from consolidator.fleet.values import Outcome, Stage
from consolidator.report.schema import COUNT, MAYBE_COUNT, MAYBE_TEXT, TEXT

_FREE = "null where an engine is created for each call, or where nothing was read"


def _record(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


_OUTCOME = {"enum": [*(each.value for each in Outcome), None]}

SERVICE = _record(
    name=TEXT,
    source={"type": "string", "description": "a folder, or a URL with its password masked"},
    path=TEXT,
    owner=TEXT,
    stage={"enum": [*(each.value for each in Stage), None]},
    outcome={**_OUTCOME, "description": "null for a service that nothing was tried with"},
    branch=MAYBE_TEXT,
    commit=MAYBE_TEXT,
    pull_request=MAYBE_TEXT,
    pull_request_state={"enum": ["open", "merged", "closed", None]},
    checks={"enum": ["none", "pending", "passing", "failing", None]},
    engines_before={**MAYBE_COUNT, "description": _FREE},
    engines_after={**MAYBE_COUNT, "description": _FREE},
    processes=MAYBE_COUNT,
    seconds={"type": "number"},
    error=_or_null(_record(code=TEXT, message=TEXT, cure=TEXT)),
)

SERVER = _record(
    name=TEXT,
    before={**MAYBE_COUNT, "description": "most connections of all services; null without a bound"},
    after={**MAYBE_COUNT, "description": "most connections of all services; null without a bound"},
    max_connections=MAYBE_COUNT,
    services={"type": "array", "items": TEXT},
)

FLEET: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "consolidate fleet",
    **_record(
        schema_version={"const": "1"},
        tool=_record(name=TEXT, version=TEXT),
        services={"type": "array", "items": SERVICE},
        servers={"type": "array", "items": SERVER},
        counts={"type": "object", "additionalProperties": COUNT, "description": "services by outcome, and `waiting`"},
        outcome={**_OUTCOME, "description": "the worst of all"},
    ),
}
