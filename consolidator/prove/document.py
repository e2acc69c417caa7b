"""A proof, a comparison of tests, a check of imports in; values fit for JSON out."""

from __future__ import annotations

from consolidator.prove import published
from consolidator.prove.charts import thinned
from consolidator.prove.imports import ImportCheck
from consolidator.prove.tests import TestComparison, TestRun
from consolidator.prove.values import Made, Proof, Side


def to_json(proof: Proof) -> published.Figures:
    """`before`, `after` and `bound`, and how they were measured. Times are milliseconds, of `timeline` seconds."""
    load = proof.load
    return {
        "before": _side(proof.before),
        "after": _side(proof.after),
        "bound": proof.bound,
        "failures": list(proof.failures),
        "max_connections": proof.max_connections,
        "processes": proof.processes,
        "load": {
            "requests": [str(each) for each in load.requests],
            "total": load.total,
            "concurrency": load.concurrency,
            "rounds": load.rounds,
        },
        "notes": list(proof.notes),
    }


def imports_to_json(check: ImportCheck) -> published.Imports:
    """The changed modules and those that fail: path -> reason."""
    return {
        "holds": check.holds,
        "changed": list(check.changed),
        "new_failures": dict(check.new_failures),
        "old_failures": dict(check.old_failures),
    }


def tests_to_json(comparison: TestComparison) -> published.Tests:
    """The names that fail, old failures apart from new ones."""
    return {
        "holds": comparison.holds,
        "command": comparison.command,
        "before": _test_run(comparison.before),
        "after": _test_run(comparison.after),
        "new_failures": list(comparison.new_failures),
        "old_failures": list(comparison.old_failures),
        "fixed": list(comparison.fixed),
    }


def _side(side: Side) -> published.Side:
    return {
        "commit": side.commit,
        "requests": side.requests,
        "errors": side.errors,
        "errors_by_kind": dict(side.errors_by_kind),
        "peak_connections": side.peak_connections,
        "connections_opened": side.connections_opened,
        "rejected": side.rejected,
        "connections_left": side.connections_left,
        "p50_ms": side.p50_ms,
        "p95_ms": side.p95_ms,
        "p99_ms": side.p99_ms,
        "restart_errors": side.restart_errors,
        "ranges": {name: list(pair) for name, pair in side.ranges.items()},
        "causes": list(side.causes),
        "engines": [
            published.Made(path=row.path, line=row.line, engines=row.engines, most=row.most) for row in side.engines
        ],
        "timeline": [[round(at, 3), connections] for at, connections in thinned(side.timeline)],
    }


def _test_run(run: TestRun) -> published.TestRun:
    return {"status": run.count.status, "passed": run.count.passed, "failed": run.count.failed}


def _made(row: Made) -> published.Made:
    return {"path": row.path, "line": row.line, "engines": row.engines, "most": row.most}
