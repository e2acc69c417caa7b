"""A report in; the pull request's title and body, and the commit's message, out."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from consolidator.codes import CODES
from consolidator.masking import mask, printable
from consolidator.model import Action, Finding, Plan, Site
from consolidator.report.escape import markdown_code, markdown_text
from consolidator.report.outcome import Report, left_for_a_person, with_action
from consolidator.report.words import (
    amount,
    change,
    counted,
    engines,
    headline,
    holders,
    only_sizes,
    place,
    sentences,
    ways,
)
from consolidator.templating import render

if TYPE_CHECKING:
    from consolidator.report.published import PullRequest

Row = tuple[str, ...]
BODY_LIMIT = 60_000
"""Characters; GitHub takes 65,536 in a body, and a reader's own words should still fit."""


def pull_request(report: Report, template_dir: str | None = None) -> PullRequest:
    """`title` and `body`; everything that came from the target is escaped, and passwords are masked."""
    plan = report.plan
    return {"title": headline(plan) if plan else "", "body": body(report, template_dir)}


def body(report: Report, template_dir: str | None = None) -> str:
    """The body as GitHub Flavored Markdown."""
    plan = report.plan
    if plan is None:
        return f"**{markdown_text(report.error.message)}**\n" if report.error else ""
    values = {
        "headline": headline(plan),
        "engines": engines(plan),
        "holders": holders(plan.databases),
        "ways": ways(plan),
        "is_empty": plan.is_empty,
        "only_sizes": only_sizes(plan),
        "databases": [_database_row(plan, at) for at in range(len(plan.databases))],
        "sites": _site_rows(plan),
        "files": _file_rows(report),
        "assumed": [_finding_row(each) for each in _assumed(plan)],
        "open_ends": [_finding_row(each) for each in left_for_a_person(plan)],
        "kept": [_finding_row(each) for each in with_action(plan, Action.KEPT)],
        "budget": _budget(plan),
        "proof": report.proof,
        "tests": f"{markdown_code(report.trial.command)}: {counted(report.trial)}." if report.trial else "",
        "commit": report.commit,
        "closes": report.closes,
    }
    return _bounded(render("pull_request.md.j2", values, template_dir))


def commit_message(report: Report, template_dir: str | None = None) -> str:
    """The commit's message: a subject, why, what was left, and `Closes #N`; lines of at most 72 characters."""
    plan = report.plan
    assert plan is not None
    values = {
        "subject": headline(plan),
        "engines": engines(plan),
        "holders": holders(plan.databases),
        "only_sizes": only_sizes(plan),
        "paths": [module.path for module in plan.shared],
        "open_ends": [printable(f"{place(each)}: {each.message}") for each in left_for_a_person(plan)],
        "closes": report.closes,
    }
    text = mask(render("commit_message.txt.j2", values, template_dir)).strip().split("\n")
    return "\n".join(map(_wrapped, text)) + "\n"


def _wrapped(line: str) -> str:
    indent = "  " if line.startswith("- ") else ""
    return textwrap.fill(line, 72, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _assumed(plan: Plan) -> list[Finding]:
    """What was applied although its code asks for a reviewer."""
    done = with_action(plan, Action.CONSOLIDATED)
    return [each for each in done if CODES[each.code].action is Action.REVIEW]


def _database_row(plan: Plan, at: int) -> Row:
    each = plan.databases[at]
    kind = " ".join(filter(None, (each.driver, "async" if each.is_async else "")))
    connections = change(each.pool_before, each.pool_after)
    return (
        markdown_text(each.name),
        markdown_code(each.url_source),
        markdown_text(kind),
        change(each.engines_before, each.engines_after),
        connections,
    )


def _site_rows(plan: Plan) -> list[Row]:
    """Every place that changes what it creates: engines, clients that own one, pools of a driver."""
    sites = {(site.path, site.line): site for each in plan.databases for site in each.sites}
    done = with_action(plan, Action.CONSOLIDATED)
    return [_site_row(each, sites.get((each.path, each.line))) for each in done]


def _site_row(finding: Finding, site: Site | None) -> Row:
    before = f"{site.creator}({site.source})" if site else finding.message.removesuffix(" shared")
    return (
        markdown_code(place(finding)),
        markdown_code(site.symbol if site else finding.symbol),
        markdown_code(before),
        markdown_text(sentences(finding.reason)),
    )


def _finding_row(finding: Finding) -> Row:
    why = sentences(finding.reason, finding.cure)
    return (
        markdown_code(place(finding)),
        markdown_code(finding.symbol),
        markdown_text(finding.message),
        markdown_text(why),
        finding.code,
    )


def _file_rows(report: Report) -> list[Row]:
    changes = report.changes.changes if report.changes else ()
    return [
        (markdown_code(each.path), "new" if each.before is None else "changed", markdown_text(each.reason))
        for each in changes
    ]


def _budget(plan: Plan) -> dict[str, object] | None:
    budget = plan.budget
    if budget is None:
        return None
    return {
        "before": amount(budget.before),
        "after": amount(budget.after),
        "per_process": amount(budget.per_process),
        "processes": budget.processes,
        "max_connections": budget.max_connections,
        "warning": markdown_text(budget.warning),
        "assumptions": [markdown_text(each) for each in budget.assumptions],
    }


def _bounded(text: str) -> str:
    """At most `BODY_LIMIT` characters, cut at a line, and the cut said."""
    if len(text) <= BODY_LIMIT:
        return text
    return (
        text[:BODY_LIMIT].rpartition("\n")[0]
        + "\n\n_The rest is in the full report: `consolidate run -o markdown=FILE`._\n"
    )
