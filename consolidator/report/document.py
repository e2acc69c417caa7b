"""A report in; the JSON document of schema version 1 out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from consolidator import __version__
from consolidator.errors import ConsolidateError
from consolidator.masking import mask
from consolidator.model import (
    Action,
    Budget,
    Change,
    Database,
    Decided,
    Decision,
    Finding,
    Guard,
    Known,
    Plan,
    Running,
    Site,
    TestCount,
    Trial,
)
from consolidator.report.outcome import Report
from consolidator.report.words import would

if TYPE_CHECKING:
    from consolidator.report import published

_Kind = Literal["create", "modify", "none"]


def render(report: Report, template_dir: str | None = None) -> str:
    """The document as text with a final newline; passwords in URLs are masked.

    ASCII only, so that any terminal, file encoding or undecodable path takes it.
    """
    return json.dumps(_masked(document(report, template_dir)), indent=2) + "\n"


def document(report: Report, template_dir: str | None = None) -> published.Document:
    """The document as plain values."""
    plan = report.plan
    return {
        "schema_version": "1",
        "tool": {"name": "consolidate", "version": __version__},
        "command": report.command,
        "repository": _repository(report),
        "outcome": report.outcome.value,
        "processes": [_process(each) for each in plan.processes] if plan else [],
        "databases": [_database(each, report) for each in plan.databases] if plan else [],
        "findings": [_finding(each, report) for each in plan.findings] if plan else [],
        "files": _files(report, plan) if plan else [],
        "budget": _budget(plan.budget) if plan and plan.budget else None,
        "tests": _trial(report.trial) if report.trial else None,
        "guard": _guard(report.guard) if report.guard else None,
        "decisions": _decided(report.decided) if report.decided else None,
        "branch": report.branch,
        "commit": report.commit,
        "pull_request": _pull_request(report, template_dir) if report.changes and report.changes.changes else None,
        "error": _error(report.error) if report.error else None,
    }


def _pull_request(report: Report, template_dir: str | None) -> published.PullRequest:
    from consolidator.report.pull_request import pull_request

    return pull_request(report, template_dir)


def _trial(trial: Trial) -> published.Trial:
    return {"command": trial.command, "before": _tests(trial.before), "after": _tests(trial.after)}


def _tests(run: TestCount) -> published.Tests:
    return {"status": run.status, "passed": run.passed, "failed": run.failed}


def _remembered(known: Known | Decision) -> published.Remembered:
    return {"fingerprint": known.fingerprint, "code": known.code, "path": known.path, "symbol": known.symbol}


def _guard(guard: Guard) -> published.Guard:
    """Findings of a check by their fingerprints."""
    return {
        "baseline": guard.baseline,
        "since": guard.since,
        "new": [each.fingerprint for each in guard.new],
        "accepted": [each.fingerprint for each in guard.accepted],
        "stale": [_remembered(each) for each in guard.stale],
    }


def _decided(decided: Decided) -> published.Decisions:
    """Sites by their fingerprints."""
    return {
        "file": decided.file,
        "shared": [each.fingerprint for each in decided.shared],
        "left": [each.fingerprint for each in decided.left],
        "undecided": [each.fingerprint for each in decided.undecided],
        "stale": [_remembered(each) for each in decided.stale],
    }


def _repository(report: Report) -> published.Repository | None:
    snapshot = report.snapshot
    return {"head": snapshot.commit, "branch": snapshot.branch} if snapshot else None


def _process(row: Running) -> published.Process:
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
                "kind": claim.kind,
                "engines_before": claim.engines_before,
                "engines_after": claim.engines_after,
                "connections_before": claim.connections_before,
                "connections_after": claim.connections_after,
            }
            for claim in row.claims
        ],
    }


def _database(database: Database, report: Report) -> published.Database:
    return {
        "name": database.name,
        "kind": database.kind,
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


def _site(site: Site, report: Report) -> published.Site:
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


def _finding(finding: Finding, report: Report) -> published.Finding:
    return {
        "code": finding.code,
        "level": finding.level,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "symbol": finding.symbol,
        "message": finding.message,
        "action": finding.action.value,
        "reason": _reason(finding, report),
        "cure": finding.cure,
        "database": finding.database,
        "fingerprint": finding.fingerprint,
    }


def _reason(item: Finding | Site, report: Report) -> str:
    """Why, as it is: of a command that proposes nothing a site would share an engine, and does not yet."""
    return would(item.reason) if item.action is Action.CONSOLIDATED and report.changes is None else item.reason


def _changed(change: Change) -> tuple[str, _Kind, str]:
    return change.path, "create" if change.before is None else "modify", change.reason


def _files(report: Report, plan: Plan) -> list[published.File]:
    rows: list[tuple[str, _Kind, str]]
    if report.changes is not None:
        rows = [_changed(each) for each in report.changes.changes]
    else:
        rows = [(new.path, "create", new.reason) for new in plan.new_files]
        rows += [(edits.path, "modify", edits.reason) for edits in plan.file_edits]
        rows += [(edits.path, "modify", edits.reason) for edits in plan.text_edits]
    touched = {path for path, _, _ in rows}
    unread = [each for each in plan.findings if each.action is Action.UNREADABLE and each.path not in touched]
    rows += [(each.path, "none", each.reason) for each in unread]
    return [{"path": path, "action": action, "reason": reason} for path, action, reason in sorted(rows)]


def _budget(budget: Budget) -> published.Budget:
    return {
        "before": budget.before,
        "after": budget.after,
        "per_process": budget.per_process,
        "processes": budget.processes,
        "max_connections": budget.max_connections,
        "assumptions": list(budget.assumptions),
        "servers": [{"name": each.name, "before": each.before, "after": each.after} for each in budget.servers],
        "upper_bound": budget.upper_bound,
        "warning": budget.warning,
    }


def _error(error: ConsolidateError) -> published.Error:
    message = f"{error.message}:\n{error.detail}" if error.detail else error.message
    return {"code": error.code, "message": message, "cure": error.cure}


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {key: _masked(each) for key, each in value.items()}
    return [_masked(each) for each in value] if isinstance(value, (list, tuple)) else value
