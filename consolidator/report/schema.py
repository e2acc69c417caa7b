"""The JSON Schema of the document that `-f json` prints, version 1."""

from __future__ import annotations

from typing import Any, get_args

from consolidator.model import Action, ProcessKind
from consolidator.report.outcome import Outcome

TEXT = {"type": "string"}
MAYBE_TEXT = {"type": ["string", "null"]}
COUNT = {"type": "integer", "minimum": 0}
MAYBE_COUNT = {"type": ["integer", "null"], "minimum": 0}
POSITION = {"type": "integer", "minimum": 1, "description": "counted from 1"}
PATH = {"type": "string", "description": "posix, relative to the repository's root"}
ACTION = {"enum": [action.value for action in Action]}
UNBOUNDED = "null where an engine is created for each call"


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


SITE = _object(
    path=PATH, line=POSITION, column=POSITION, symbol=TEXT, creator=TEXT, source=TEXT, action=ACTION, reason=TEXT
)

DATABASE = _object(
    name=TEXT,
    url_source=TEXT,
    driver=MAYBE_TEXT,
    is_async={"type": "boolean"},
    engines_before={**MAYBE_COUNT, "description": UNBOUNDED},
    engines_after={**MAYBE_COUNT, "description": UNBOUNDED},
    connections_before={**MAYBE_COUNT, "description": f"most connections of one process; {UNBOUNDED}"},
    connections_after={**MAYBE_COUNT, "description": f"most connections of one process; {UNBOUNDED}"},
    environment={**MAYBE_TEXT, "description": "the variable that holds the URL"},
    sites=_list(SITE),
)

FINDING = _object(
    code={"type": "string", "pattern": "^CE[1-4][0-9]{2}$"},
    level={"enum": ["note", "warning", "error"]},
    path=PATH,
    line=COUNT,
    column=COUNT,
    symbol=TEXT,
    message=TEXT,
    action=ACTION,
    reason=TEXT,
    cure=TEXT,
    database=MAYBE_TEXT,
    fingerprint={"type": "string", "description": "stable when lines move"},
)

FILE = _object(path=PATH, action={"enum": ["create", "modify", "none"]}, reason=TEXT)

PROCESS = _object(
    name=TEXT,
    kind={"enum": list(get_args(ProcessKind))},
    command={**TEXT, "description": "empty where no file says how it starts"},
    source={**TEXT, "description": "path:line"},
    entries=_list(PATH),
    workers=COUNT,
    replicas=COUNT,
    python={**MAYBE_TEXT, "description": "such as 3.11"},
    databases=_list(
        _object(
            name=TEXT,
            engines_before={**MAYBE_COUNT, "description": UNBOUNDED},
            engines_after={**MAYBE_COUNT, "description": UNBOUNDED},
            connections_before={**MAYBE_COUNT, "description": f"most of one worker; {UNBOUNDED}"},
            connections_after={**MAYBE_COUNT, "description": f"most of one worker; {UNBOUNDED}"},
        )
    ),
)

SERVER = _object(
    name={**TEXT, "description": "host and port, empty for the server that settings name"},
    before={**MAYBE_COUNT, "description": UNBOUNDED},
    after={**MAYBE_COUNT, "description": UNBOUNDED},
)

BUDGET = _object(
    before={**MAYBE_COUNT, "description": f"connections of all processes to the busiest server; {UNBOUNDED}"},
    after={**MAYBE_COUNT, "description": f"connections of all processes to the busiest server; {UNBOUNDED}"},
    per_process=MAYBE_COUNT,
    processes=COUNT,
    max_connections=COUNT,
    assumptions=_list(TEXT),
    servers=_list(SERVER),
    upper_bound={"type": "boolean", "description": "whether nothing had to be assumed of the numbers of processes"},
)

TEST_COUNT = _object(
    status={"type": ["integer", "null"], "description": "exit status of the command, null where it ran out of time"},
    passed={**MAYBE_COUNT, "description": "null where the command does not say"},
    failed=COUNT,
)

TRIAL = _object(command=TEXT, before=TEST_COUNT, after=TEST_COUNT)

GUARD = _object(
    baseline={**MAYBE_TEXT, "description": "the file of accepted findings"},
    since={**MAYBE_TEXT, "description": "the commit whose findings do not count"},
    new={**_list(TEXT), "description": "fingerprints of the findings that fail the check"},
    accepted={**_list(TEXT), "description": "fingerprints of those that do not"},
    stale={
        **_list(_object(fingerprint=TEXT, code=TEXT, path=PATH, symbol=TEXT)),
        "description": "accepted findings that are there no more",
    },
)

DECISIONS = _object(
    file={**MAYBE_TEXT, "description": "where they are kept"},
    shared={**_list(TEXT), "description": "fingerprints, as of the findings before anything was decided"},
    left=_list(TEXT),
    undecided={**_list(TEXT), "description": "left as they are, because nobody decided about them"},
    stale={
        **_list(_object(fingerprint=TEXT, code=TEXT, path=PATH, symbol=TEXT)),
        "description": "decisions about sites that are there no more",
    },
)

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "consolidate",
    **_object(
        schema_version={"const": "1"},
        tool=_object(name=TEXT, version=TEXT),
        command=TEXT,
        repository=_or_null(_object(head=TEXT, branch=MAYBE_TEXT)),
        outcome={"enum": [outcome.value for outcome in Outcome]},
        processes=_list(PROCESS),
        databases=_list(DATABASE),
        findings=_list(FINDING),
        files=_list(FILE),
        budget=_or_null(BUDGET),
        tests={**_or_null(TRIAL), "description": "the repository's own tests, null where nobody asked for them"},
        guard={**_or_null(GUARD), "description": "what check makes of its findings, null for other commands"},
        decisions={**_or_null(DECISIONS), "description": "what a person decided, null where nobody was asked"},
        branch=MAYBE_TEXT,
        commit=MAYBE_TEXT,
        pull_request=_or_null(_object(title=TEXT, body=TEXT)),
        error=_or_null(_object(code=TEXT, message=TEXT, cure=TEXT)),
    ),
}
