"""`consolidate run`: the migration, as far as it was asked to go."""

from __future__ import annotations

from collections.abc import Mapping

from consolidator import pipeline
from consolidator import report as reports
from consolidator.cli.answer import Answer, answer, write
from consolidator.cli.commands.choosing import chosen
from consolidator.cli.commands.job import Job, begin
from consolidator.cli.exits import overdraft, overdrawn, previewed
from consolidator.cli.interactive import ask_terminal, require_terminal
from consolidator.cli.request import Request
from consolidator.cli.terminal import Progress
from consolidator.migration import Choice, Steps, Tried, allowed, migrate
from consolidator.pipeline import Proposal
from consolidator.report import Report


def run(request: Request, environ: Mapping[str, str]) -> Answer:
    """Propose, and unless that is all that was asked, commit; exit 0, or 3 where something is left for a person."""
    job = begin(request, environ)
    settings = job.settings
    if settings.interactive:
        require_terminal(job.terminal.stdin_is_tty, job.terminal.stderr_is_tty)
    notes = job.notes if settings.dry_run else (*job.notes, *pipeline.recover(job.path))
    report = migrate_one(job)
    assert report.plan is not None
    budget = report.plan.budget
    claimed = budget.after if budget else 0
    code = max(
        previewed(report.plan, bool(report.patch), settings.dry_run and settings.exit_code),
        overdrawn(budget, claimed, settings.fail_over),
    )
    write(report, settings, job.targets)
    notes = (*notes, *overdraft(budget, claimed, settings.fail_over))
    return answer(report, code, settings, job.terminal, lambda: _patch(report, job), notes)


def _patch(report: Report, job: Job) -> str | bytes:
    """What a dry run prints."""
    if not job.settings.dry_run:
        return ""
    return reports.colored(report.patch) if job.terminal.color_patch else report.patch


def migrate_one(job: Job) -> Report:
    """The stages as far as the settings ask, with a line of progress, and the report of what they did."""
    with job.stages() as tell:
        steps = Steps(
            choose=lambda proposal: _chosen(job, proposal, tell),
            try_out=lambda proposal: _tried(job, proposal, tell),
            deliver=lambda proposal, delivery: pipeline.deliver(job.path, proposal, allowed(job, delivery)),
        )
        return migrate(job, tell, steps)


def _tried(job: Job, proposal: Proposal, tell: Progress) -> Tried:
    if not (job.settings.prove or job.settings.test_command):
        return Tried()
    from consolidator.proving import try_out

    if job.settings.prove:
        tell.clear()
    return try_out(job, proposal, tell, job.terminal.progress)


def _chosen(job: Job, proposal: Proposal, tell: Progress) -> Choice:
    if not (job.settings.interactive or job.settings.decisions) or not proposal.changes.changes:
        return Choice(proposal)
    tell.clear()
    return chosen(job, proposal, ask_terminal)
