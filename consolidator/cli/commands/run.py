"""`consolidate run`: the migration, as far as it was asked to go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from consolidator import pipeline
from consolidator import report as reports
from consolidator.cli.answer import FILE_FORMATS, Answer, answer, write
from consolidator.cli.commands.job import Job, begin
from consolidator.cli.exits import overdrawn, partial, previewed
from consolidator.cli.interactive import ask_terminal, declined, require_terminal
from consolidator.cli.parser import Request
from consolidator.cli.terminal import Progress
from consolidator.model import ChangeSet
from consolidator.pipeline import Delivery, Proposal
from consolidator.report import Outcome, Report


def run(request: Request, environ: Mapping[str, str]) -> Answer:
    """Propose, and unless that is all that was asked, commit; exit 0, or 3 where something is left for a person."""
    job = begin(request, environ, FILE_FORMATS)
    settings = job.settings
    if settings.interactive:
        require_terminal(job.terminal.stdin_is_tty, job.terminal.stderr_is_tty)
    report = migrate(job)
    assert report.plan is not None
    budget = report.plan.budget
    code = max(
        previewed(report.plan, bool(report.patch), settings.dry_run and settings.exit_code),
        overdrawn(budget, budget.after if budget else 0, settings.fail_over),
    )
    write(report, settings, job.targets)
    patch = reports.colored(report.patch) if job.terminal.color_patch else report.patch
    return answer(report, code, settings, job.terminal, patch if settings.dry_run else "")


def migrate(job: Job) -> Report:
    """The stages as far as the settings ask, and the report of what they did."""
    settings = job.settings
    with job.stages() as tell:
        proposal = pipeline.propose(job.snapshot, job.options, tell)
        if settings.interactive and proposal.changes.changes:
            tell.clear()
            proposal = _chosen(job, proposal)
        report = _proposed(job, proposal, _tried(job, proposal, tell))
        if settings.dry_run or not proposal.changes.changes:
            return report
        tell("committing")
        return _delivered(job, proposal, report)


def _tried(job: Job, proposal: Proposal, tell: Progress) -> str:
    """Run the target's own code where that was asked for: its tests, and it under load; the section for the body."""
    settings = job.settings
    if not proposal.changes.changes:
        return ""
    if settings.prove:
        from consolidator.cli.proof import prove_proposal

        tell.clear()
        return prove_proposal(job.path, proposal, settings, job.terminal.progress)
    if settings.test_command:
        tell("testing")
        pipeline.test(job.path, proposal, settings.test_command)
    return ""


def _chosen(job: Job, proposal: Proposal) -> Proposal:
    from consolidator.patch import to_patch

    draw = reports.colored if job.terminal.color_stderr else reports.plain
    left = declined(proposal, lambda change: draw(to_patch(ChangeSet((change,)))), ask_terminal)
    return pipeline.propose(job.snapshot, job.options, declined=left) if left else proposal


def _proposed(job: Job, proposal: Proposal, proof: str) -> Report:
    from consolidator.patch import to_patch

    changes = proposal.changes
    patch = to_patch(changes) if changes.changes else b""
    report = Report(
        "run",
        Outcome.PREVIEWED,
        proposal.snapshot,
        job.count(proposal.plan),
        changes,
        patch,
        closes=job.settings.closes,
        proof=proof,
    )
    return replace(report, outcome=_outcome(report, Outcome.PREVIEWED))


def _outcome(report: Report, done: Outcome) -> Outcome:
    if report.plan and partial(report.plan):
        return Outcome.PARTIAL
    return done if report.changes and report.changes.changes else Outcome.NOTHING_TO_DO


def _delivered(job: Job, proposal: Proposal, report: Report) -> Report:
    settings = job.settings
    if settings.no_commit:
        pipeline.write_out(job.path, proposal)
        return replace(report, written=True, outcome=_outcome(report, Outcome.COMMITTED))
    message = reports.commit_message(report, settings.template_dir)
    delivery = Delivery(settings.branch, message, cast(Any, settings.branch_exists), settings.hooks, settings.sign)
    done = pipeline.deliver(job.path, proposal, delivery)
    if settings.switch:
        pipeline.check_out(job.path, done.branch, settings.hooks)
    return replace(report, branch=done.branch, commit=done.commit, outcome=_outcome(report, Outcome.COMMITTED))
