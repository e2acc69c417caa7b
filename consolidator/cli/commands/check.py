"""`consolidate check`: the guard for continuous integration and pre-commit."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from consolidator import guard, pipeline
from consolidator import report as reports
from consolidator.cli.answer import Answer, answer, write
from consolidator.cli.commands.earlier import found_at
from consolidator.cli.commands.job import Job, begin
from consolidator.cli.exits import guarded
from consolidator.cli.request import Request
from consolidator.errors import EnvironmentFailed, UsageError
from consolidator.frozen import replace
from consolidator.model import Guard, Known, Plan
from consolidator.pipeline import Tell
from consolidator.report import Outcome, Report


def check(request: Request, environ: Mapping[str, str]) -> Answer:
    """List the engines created outside the shared module; exit 1 where there is one, 3 for an unreadable file."""
    job = begin(request, environ)
    _check_flags(job)
    known = guard.read(job.settings.baseline) if job.settings.baseline and not job.settings.write_baseline else ()
    with job.stages() as tell:
        plan = pipeline.decide(job.snapshot, job.options, tell)
        judged = _judged(job, plan, known, tell)
    code = guarded(judged)
    report = Report("check", Outcome.PARTIAL if code else Outcome.NOTHING_TO_DO, job.snapshot, plan, guard=judged)
    write(report, job.settings, job.targets)
    if job.settings.format == "github":
        _summarize(report, environ.get("GITHUB_STEP_SUMMARY", ""))
    color = job.terminal.color_stdout
    return answer(report, code, job.settings, job.terminal, lambda: reports.offences(report, color), job.notes)


def _check_flags(job: Job) -> None:
    """Raise UsageError for flags that do not go together."""
    said = job.settings
    if said.write_baseline and not said.baseline:
        raise UsageError("--write-baseline needs a file", "name it with --baseline FILE")
    if said.write_baseline and said.diff_base:
        raise UsageError("--write-baseline accepts all findings, --diff-base leaves some out", "leave one of them out")


def _judged(job: Job, plan: Plan, known: tuple[Known, ...], tell: Tell) -> Guard:
    said = job.settings
    if said.baseline and said.write_baseline:
        known = tuple(map(guard.remembered, guard.listed(plan)))
        guard.write(said.baseline, known)
    since, before = _before(job, plan, said.diff_base, tell) if said.diff_base else (None, ())
    return replace(guard.judge(plan, known, before, job.scope), baseline=said.baseline, since=since)


def _before(job: Job, now: Plan, ref: str, tell: Tell) -> tuple[str, tuple[Known, ...]]:
    """The commit at which the branches parted, and what was there already: nobody asks where it is in order `now`."""
    since = pipeline.merge_base(job.path, ref, job.snapshot.commit)
    if not guard.listed(now):
        return since, ()
    rows, entries = found_at(job, since, tell)
    moved = pipeline.renames(job.path, since, job.snapshot.commit)
    return since, guard.earlier(rows, entries, job.snapshot.entries, moved)


def _summarize(report: Report, file: str) -> None:
    """Add the whole list to the summary of the step, where there is one; annotations are limited."""
    text = reports.step_summary(report)
    if not file or not text:
        return
    try:
        with Path(file).open("ab") as summary:
            summary.write(text.encode("utf-8", "backslashreplace"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise EnvironmentFailed(f"cannot write {file}: {reason}", "unset GITHUB_STEP_SUMMARY, or name a file") from None
