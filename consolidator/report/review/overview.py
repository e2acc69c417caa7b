"""A report in; what the head of the page says of the service, its databases and its connections, out."""

from __future__ import annotations

from consolidator.model import Plan
from consolidator.report.outcome import Report
from consolidator.report.review.text import literal
from consolidator.report.words import amount, change

Row = dict[str, str]


def standing(report: Report) -> str:
    """The service and the commit that the page is about: `billing at 1a2b3c4d5e`."""
    snapshot = report.snapshot
    if snapshot is None:
        return ""
    deployable = report.plan.deployable if report.plan else ""
    named = "/".join(filter(None, (snapshot.name, deployable))) or "this service"
    return f"{named} at {snapshot.commit[:10]}"


def facts(report: Report) -> list[tuple[str, str]]:
    """What a reader needs to find the change: (name, value)."""
    snapshot = report.snapshot
    rows = [
        ("Outcome", report.outcome.value.replace("_", " ")),
        ("From", f"{snapshot.branch or 'detached'} at {snapshot.commit[:12]}" if snapshot else ""),
        ("Branch", report.branch or ""),
        ("Commit", (report.commit or "")[:12]),
    ]
    return [(name, literal(value)) for name, value in rows if value]


def databases(plan: Plan) -> list[Row]:
    """Each database with its engines and connections, before and after."""
    return [
        {
            "name": literal(each.name),
            "source": literal(each.url_source),
            "driver": literal(" ".join(filter(None, (each.driver, "async" if each.is_async else "")))),
            "engines": change(each.engines_before, each.engines_after),
            "connections": change(each.pool_before, each.pool_after),
        }
        for each in plan.databases
    ]


def budget(plan: Plan) -> dict[str, object] | None:
    """The connections of all processes against what the server allows."""
    found = plan.budget
    if found is None:
        return None
    return {
        "bars": [
            _bar("before", found.before, found.max_connections),
            _bar("after", found.after, found.max_connections),
        ],
        "max_connections": found.max_connections,
        "processes": found.processes,
        "per_process": amount(found.per_process),
        "warning": literal(found.warning),
        "assumptions": [literal(each) for each in found.assumptions],
    }


def _bar(name: str, value: int | None, limit: int) -> dict[str, object]:
    """A bar in per cent of the server's limit; what is beyond it, or unbounded, fills the bar and is marked."""
    share = 100 if value is None else min(100, round(100 * value / max(1, limit)))
    return {"name": name, "value": amount(value), "share": share, "over": value is None or value > limit}
