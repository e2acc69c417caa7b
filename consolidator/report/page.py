"""A report in; one self-contained HTML page for reviewers out."""

from __future__ import annotations

from collections.abc import Sequence

from consolidator import __version__
from consolidator.masking import mask, mask_urls, printable
from consolidator.model import Action, Change, Finding, Plan, Site
from consolidator.report.diff import DiffLine, parts, shown, size
from consolidator.report.outcome import Report, left_for_a_person, with_action
from consolidator.report.words import amount, change, engines, headline, place, sentences
from consolidator.templating import render as fill

Row = dict[str, str]


def render(report: Report, template_dir: str | None = None) -> str:
    """The page: no script, no address to load from, every value escaped by the template and masked here."""
    plan = report.plan
    values: dict[str, object] = {
        "version": __version__,
        "title": _text(headline(plan)) if plan else "consolidate",
        "lead": _text(engines(plan)) if plan and not plan.is_empty else "",
        "facts": _facts(report),
        "error": _text(f"{report.error.message} {report.error.cure}") if report.error else "",
        "databases": _databases(plan) if plan else [],
        "groups": _groups(plan) if plan else [],
        "sites": [_site(site) for each in plan.databases for site in each.sites] if plan else [],
        "budget": _budget(plan) if plan else None,
        "files": _files(report),
    }
    return fill("report.html.j2", values, template_dir)


def _text(text: str) -> str:
    return printable(mask(text))


def _facts(report: Report) -> list[tuple[str, str]]:
    snapshot = report.snapshot
    facts = [
        ("Outcome", report.outcome.value.replace("_", " ")),
        ("From", f"{snapshot.branch or 'detached'} at {snapshot.commit[:12]}" if snapshot else ""),
        ("Branch", report.branch or ""),
        ("Commit", (report.commit or "")[:12]),
    ]
    return [(name, _text(value)) for name, value in facts if value]


def _databases(plan: Plan) -> list[Row]:
    return [
        {
            "name": _text(each.name),
            "source": _text(each.url_source),
            "driver": _text(" ".join(filter(None, (each.driver, "async" if each.is_async else "")))),
            "engines": change(each.engines_before, each.engines_after),
            "connections": change(each.pool_before, each.pool_after),
        }
        for each in plan.databases
    ]


def _site(site: Site) -> Row:
    return {
        "place": _text(place(site)),
        "symbol": _text(site.symbol),
        "before": _text(f"{site.creator}({site.source})"),
        "action": site.action.value,
        "reason": _text(site.reason),
    }


def _groups(plan: Plan) -> list[dict[str, object]]:
    groups = (("Left for a person", left_for_a_person(plan)), ("Left alone on purpose", with_action(plan, Action.KEPT)))
    return [{"title": title, "rows": [_finding(each) for each in found]} for title, found in groups if found]


def _finding(finding: Finding) -> Row:
    return {
        "place": _text(place(finding)),
        "symbol": _text(finding.symbol),
        "code": finding.code,
        "message": _text(finding.message),
        "reason": _text(sentences(finding.reason)),
        "cure": _text(sentences(finding.cure)),
    }


def _budget(plan: Plan) -> dict[str, object] | None:
    budget = plan.budget
    if budget is None:
        return None
    return {
        "bars": [
            _bar("before", budget.before, budget.max_connections),
            _bar("after", budget.after, budget.max_connections),
        ],
        "max_connections": budget.max_connections,
        "processes": budget.processes,
        "per_process": amount(budget.per_process),
        "assumptions": [_text(each) for each in budget.assumptions],
    }


def _bar(name: str, value: int | None, limit: int) -> dict[str, object]:
    """A bar in per cent of the server's limit; what is beyond it, or unbounded, fills the bar and is marked."""
    share = 100 if value is None else min(100, round(100 * value / max(1, limit)))
    return {"name": name, "value": amount(value), "share": share, "over": value is None or value > limit}


def _files(report: Report) -> list[dict[str, object]]:
    changes = report.changes.changes if report.changes else ()
    return [_file(each, part) for each, part in zip(changes, parts(report.patch), strict=True)]


def _file(change: Change, part: Sequence[DiffLine]) -> dict[str, object]:
    """A changed file with its part of the patch; the headers that only git needs are left out."""
    added, removed = size(part)
    return {
        "path": _text(change.path),
        "reason": _text(change.reason),
        "state": "new" if change.before is None else "changed",
        "added": added,
        "removed": removed,
        "lines": [(line.kind, mask_urls(shown(line.text))) for line in part if line.kind not in ("file", "meta")],
    }
