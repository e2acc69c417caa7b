"""A report in; the JSON document of schema version 1 out."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from consolidator import __version__
from consolidator.errors import ConsolidateError
from consolidator.masking import mask
from consolidator.model import Action, Budget, Database, Decided, Decision, Finding, Guard, Known, Plan, Running, Site
from consolidator.report.outcome import Report
from consolidator.report.pull_request import pull_request
from consolidator.report.words import would

SCHEMA_VERSION = "1"


def render(report: Report, template_dir: str | None = None) -> str:
    """The document as text with a final newline; passwords in URLs are masked.

    ASCII only, so that any terminal, file encoding or undecodable path takes it.
    """
    return json.dumps(_masked(document(report, template_dir)), indent=2) + "\n"


def document(report: Report, template_dir: str | None = None) -> dict[str, Any]:
    """The document as plain values, described by `schema.py`."""
    plan = report.plan
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "consolidate", "version": __version__},
        "command": report.command,
        "repository": _repository(report),
        "outcome": report.outcome.value,
        "processes": [_process(each) for each in plan.processes] if plan else [],
        "databases": [_database(each, report) for each in plan.databases] if plan else [],
        "findings": [_finding(each, report) for each in plan.findings] if plan else [],
        "files": _files(report, plan) if plan else [],
        "budget": _budget(plan.budget) if plan and plan.budget else None,
        "tests": asdict(report.trial) if report.trial else None,
        "guard": _guard(report.guard) if report.guard else None,
        "decisions": _decided(report.decided) if report.decided else None,
        "branch": report.branch,
        "commit": report.commit,
        "pull_request": pull_request(report, template_dir) if report.changes and report.changes.changes else None,
        "error": _error(report.error) if report.error else None,
    }


def _remembered(known: Known | Decision) -> dict[str, str]:
    return {"fingerprint": known.fingerprint, "code": known.code, "path": known.path, "symbol": known.symbol}


def _guard(guard: Guard) -> dict[str, Any]:
    """Findings of a check by their fingerprints."""
    return {
        "baseline": guard.baseline,
        "since": guard.since,
        "new": [each.fingerprint for each in guard.new],
        "accepted": [each.fingerprint for each in guard.accepted],
        "stale": [_remembered(each) for each in guard.stale],
    }


def _decided(decided: Decided) -> dict[str, Any]:
    """Sites by their fingerprints."""
    return {
        "file": decided.file,
        "shared": [each.fingerprint for each in decided.shared],
        "left": [each.fingerprint for each in decided.left],
        "undecided": [each.fingerprint for each in decided.undecided],
        "stale": [_remembered(each) for each in decided.stale],
    }


def _repository(report: Report) -> dict[str, Any] | None:
    snapshot = report.snapshot
    return {"head": snapshot.commit, "branch": snapshot.branch} if snapshot else None


def _process(row: Running) -> dict[str, Any]:
    """`python` is `3.11`, or null where nothing says it; `entries` are the modules that are loaded first."""
    process = row.process
    return {
        "name": process.name,
        "kind": process.kind,
        "command": process.command,
        "source": process.source,
        "entries": list(process.entries),
        "workers": process.workers,
        "replicas": process.replicas,
        "python": ".".join(map(str, process.python)) if process.python else None,
        "databases": [
            {
                "name": claim.database,
                "engines_before": claim.engines_before,
                "engines_after": claim.engines_after,
                "connections_before": claim.connections_before,
                "connections_after": claim.connections_after,
            }
            for claim in row.claims
        ],
    }


def _database(database: Database, report: Report) -> dict[str, Any]:
    return {
        "name": database.name,
        "url_source": database.url_source,
        "driver": database.driver,
        "is_async": database.is_async,
        "engines_before": database.engines_before,
        "engines_after": database.engines_after,
        "connections_before": database.pool_before,
        "connections_after": database.pool_after,
        "environment": database.environment,
        "sites": [_site(site, report) for site in database.sites],
    }


def _site(site: Site, report: Report) -> dict[str, Any]:
    return {
        "path": site.path,
        "line": site.line,
        "column": site.column,
        "symbol": site.symbol,
        "creator": site.creator,
        "source": site.source,
        "action": site.action.value,
        "reason": _reason(site, report),
    }


def _finding(finding: Finding, report: Report) -> dict[str, Any]:
    return {**asdict(finding), "action": finding.action.value, "reason": _reason(finding, report)}


def _reason(item: Finding | Site, report: Report) -> str:
    """Why, as it is: of a command that proposes nothing a site would share an engine, and does not yet."""
    return would(item.reason) if item.action is Action.CONSOLIDATED and report.changes is None else item.reason


def _files(report: Report, plan: Plan) -> list[dict[str, str]]:
    if report.changes is not None:
        rows = [
            (each.path, "create" if each.before is None else "modify", each.reason) for each in report.changes.changes
        ]
    else:
        rows = [(new.path, "create", new.reason) for new in plan.new_files]
        rows += [(edits.path, "modify", edits.reason) for edits in plan.file_edits]
        rows += [(edits.path, "modify", edits.reason) for edits in plan.text_edits]
    touched = {path for path, _, _ in rows}
    unread = [each for each in plan.findings if each.action is Action.UNREADABLE and each.path not in touched]
    rows += [(each.path, "none", each.reason) for each in unread]
    return [{"path": path, "action": action, "reason": reason} for path, action, reason in sorted(rows)]


def _budget(budget: Budget) -> dict[str, Any]:
    servers = [asdict(each) for each in budget.servers]
    return {**asdict(budget), "assumptions": list(budget.assumptions), "servers": servers}


def _error(error: ConsolidateError) -> dict[str, str]:
    message = f"{error.message}:\n{error.detail}" if error.detail else error.message
    return {"code": error.code, "message": message, "cure": error.cure}


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {key: _masked(each) for key, each in value.items()}
    return [_masked(each) for each in value] if isinstance(value, (list, tuple)) else value
