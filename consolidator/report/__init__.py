"""Values in; text, JSON, SARIF, Markdown and HTML out. Nothing here prints or reads."""

from __future__ import annotations

from consolidator.report.diff import colored, plain
from consolidator.report.outcome import Outcome, Report, failure, is_partial
from consolidator.report.story import story
from consolidator.report.summary import summary
from consolidator.report.text import error_line, notes, offences, overview

__all__ = [
    "Outcome",
    "Report",
    "colored",
    "commit_message",
    "error_line",
    "failure",
    "is_partial",
    "notes",
    "offences",
    "overview",
    "plain",
    "render",
    "step_summary",
    "story",
    "summary",
]


def render(format: str, report: Report, template_dir: str | None) -> str | bytes:
    """The report as json, sarif, markdown, html or patch, a check also as github, gitlab or junit.

    `template_dir` may override the templates.
    """
    if format == "json":
        from consolidator.report.document import render as as_json

        return as_json(report, template_dir)
    if format == "sarif":
        from consolidator.report.sarif import render as as_sarif

        return as_sarif(report)
    if format == "markdown":
        from consolidator.report.pull_request import body

        return body(report, template_dir)
    if format == "html":
        from consolidator.report.review import render as as_page

        return as_page(report, template_dir)
    if format == "patch":
        return report.patch
    from consolidator.report.ci import FORMATS

    return FORMATS[format](report)


def step_summary(report: Report) -> str:
    """A check as Markdown for the summary of a step of GitHub Actions; empty where there is nothing to say."""
    from consolidator.report.ci import step_summary as as_summary

    return as_summary(report)


def commit_message(report: Report, template_dir: str | None) -> str:
    """The commit's message, with `Closes #N` where the report names an issue."""
    from consolidator.report.pull_request import commit_message as message

    return message(report, template_dir)
