"""`consolidate scan`: what is there, without changing anything."""

from __future__ import annotations

from collections.abc import Mapping

from consolidator import pipeline
from consolidator import report as reports
from consolidator.cli.answer import Answer, answer, write
from consolidator.cli.commands.job import begin
from consolidator.cli.exits import overdraft, overdrawn, partial
from consolidator.cli.request import Request
from consolidator.report import Outcome, Report


def scan(request: Request, environ: Mapping[str, str]) -> Answer:
    """Print engines, databases, sites and budget; exit 0, 1 for a budget that does not fit, 3 for what is left."""
    job = begin(request, environ)
    with job.stages() as tell:
        plan = job.count(pipeline.decide(job.snapshot, job.options, tell))
    budget = plan.budget
    claimed = budget.before if budget else 0
    code = max(partial(plan), overdrawn(budget, claimed, job.settings.fail_over))
    done = Outcome.NOTHING_TO_DO if plan.is_empty else Outcome.PREVIEWED
    outcome = Outcome.PARTIAL if partial(plan) else done
    report = Report("scan", outcome, job.snapshot, plan)
    write(report, job.settings, job.targets)
    notes = (*job.notes, *overdraft(budget, claimed, job.settings.fail_over))
    return answer(
        report,
        code,
        job.settings,
        job.terminal,
        lambda: reports.overview(report, job.settings.verbose, job.terminal.width, job.terminal.color_stdout),
        notes,
    )
