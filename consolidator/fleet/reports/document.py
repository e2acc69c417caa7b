"""The fleet in; its JSON document, whole or in lines, out."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from consolidator import __version__
from consolidator.fleet.reports.standing import Load, Standing
from consolidator.fleet.state import Record
from consolidator.fleet.values import Failure
from consolidator.masking import mask

if TYPE_CHECKING:
    from consolidator.fleet.reports import published
    from consolidator.report.published import Error


def as_json(fleet: Standing) -> str:
    """One document; ASCII only, passwords in URLs masked."""
    document: published.Document = {
        "schema_version": "1",
        "tool": {"name": "consolidate", "version": __version__},
        "services": [service(each) for each in fleet.records],
        "servers": [server(each) for each in fleet.loads],
        **_summary(fleet),
    }
    return mask(json.dumps(document, indent=2)) + "\n"


def as_lines(fleet: Standing, told: Collection[str] = ()) -> str:
    """A line for each service and server and one for the whole, each with its `type`; `told` are left out."""
    lines = [{"type": "service", **service(each)} for each in fleet.records if each.name not in told]
    lines += [{"type": "server", **server(each)} for each in fleet.loads]
    return "".join(line(each) for each in [*lines, {"type": "fleet", **_summary(fleet)}])


def line(values: dict[str, Any]) -> str:
    """One value on a line of its own."""
    return mask(json.dumps(values)) + "\n"


def service(record: Record) -> published.Service:
    """What a program wants to know of a service."""
    return {
        "name": record.name,
        "source": record.source,
        "path": record.folder,
        "owner": record.owner,
        "stage": record.stage.value if record.stage else None,
        "outcome": record.outcome.value if record.outcome else None,
        "branch": record.branch,
        "commit": record.commit,
        "pull_request": record.pull_request,
        "pull_request_state": record.pull_state,
        "checks": record.checks,
        "engines_before": record.engines_before,
        "engines_after": record.engines_after,
        "processes": record.processes,
        "seconds": round(record.seconds, 3),
        "error": _error(record.error) if record.error else None,
    }


def _error(failure: Failure) -> Error:
    return {"code": failure.code, "message": failure.message, "cure": failure.cure}


def server(load: Load) -> published.Server:
    """What is claimed of a database server; null without a bound."""
    return {
        "name": load.name,
        "before": load.before,
        "after": load.after,
        "max_connections": load.max_connections,
        "services": list(load.services),
    }


def _summary(fleet: Standing) -> published.Summary:
    return {
        "counts": {each.value if each else "waiting": number for each, number in fleet.counts.items()},
        "outcome": fleet.outcome.value if fleet.outcome else None,
    }
