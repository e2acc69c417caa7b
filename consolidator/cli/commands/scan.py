"""`consolidate scan`: what is there, without changing anything."""

from __future__ import annotations

from collections.abc import Mapping

from consolidator import pipeline
from consolidator import report as reports
from consolidator.cli.answer import Answer, answer, write
from consolidator.cli.commands.job import begin
from consolidator.cli.exits import partial
from consolidator.cli.parser import Request
from consolidator.report import Outcome, Report

FORMATS = ("json", "sarif", "markdown", "html")


def scan(request: Request, environ: Mapping[str, str]) -> Answer:
    """Print engines, databases, sites and budget; exit 0, or 3 where something is left for a person."""
    job = begin(request, environ, FORMATS)
    with job.stages() as tell:
        plan = pipeline.decide(job.snapshot, job.options, tell)
    code = partial(plan)
    outcome = Outcome.PARTIAL if code else Outcome.NOTHING_TO_DO if plan.is_empty else Outcome.PREVIEWED
    report = Report("scan", outcome, job.snapshot, plan)
    write(report, job.settings, job.targets)
    text = reports.overview(report, job.settings.verbose, job.terminal.width, job.terminal.color_stdout)
    return answer(report, code, job.settings, job.terminal, text)
