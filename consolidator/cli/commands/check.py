"""`consolidate check`: the guard for continuous integration and pre-commit."""

from __future__ import annotations

from collections.abc import Mapping

from consolidator import pipeline
from consolidator import report as reports
from consolidator.cli.answer import Answer, answer, write
from consolidator.cli.commands.job import begin
from consolidator.cli.exits import guarded
from consolidator.cli.parser import Request
from consolidator.report import Outcome, Report

FORMATS = ("json", "sarif", "markdown", "html")


def check(request: Request, environ: Mapping[str, str]) -> Answer:
    """List the engines created outside the shared module; exit 1 where there is one, 3 for an unreadable file."""
    job = begin(request, environ, FORMATS)
    with job.stages() as tell:
        plan = pipeline.decide(job.snapshot, job.options, tell)
    code = guarded(plan)
    report = Report("check", Outcome.PARTIAL if code else Outcome.NOTHING_TO_DO, job.snapshot, plan)
    write(report, job.settings, job.targets)
    text = reports.offences(report, job.terminal.color_stdout)
    return answer(report, code, job.settings, job.terminal, text, job.notes)
