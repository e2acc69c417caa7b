"""A proposal in; what is left of it once a person, or a file of earlier decisions, has had a say, out."""

from __future__ import annotations

from pathlib import Path

from consolidator import decisions, pipeline
from consolidator import report as reports
from consolidator.cli.commands.job import Job
from consolidator.cli.interactive import Answers, Ask, Screen, ask_each, confirm
from consolidator.frozen import replace
from consolidator.migration import Choice, replayed
from consolidator.model import ChangeSet, Decided, Decision, Finding
from consolidator.pipeline import Proposal
from consolidator.report.words import count


def chosen(job: Job, proposal: Proposal, ask: Ask) -> Choice:
    """Ask where `--interactive` says so, replay where there is only a file; else all of it."""
    settings = job.settings
    known = _known(job)
    if not settings.interactive:
        return replayed(job, proposal, known, settings.decisions) if settings.decisions else Choice(proposal)
    earlier = decisions.weigh(proposal.plan, known, job.scope, settings.decisions)
    answers = Answers()
    try:
        ask_each(earlier.undecided, _screen(job, proposal), ask, answers)
    finally:
        _save(job, earlier, known, answers)
    decided = replace(
        earlier,
        shared=(*earlier.shared, *(site for site, share in answers.given.items() if share)),
        left=(*earlier.left, *(site for site, share in answers.given.items() if not share)),
        undecided=tuple(site for site in earlier.undecided if site not in answers.given),
    )
    if answers.stopped and not (decided.shared and confirm(ask, _question(job, decided))):
        return Choice(replace(proposal, changes=ChangeSet(())), decided)
    return Choice(_without(job, proposal, decided), decided)


def _known(job: Job) -> tuple[Decision, ...]:
    """The decisions of the file; an interactive run may be the one that makes it."""
    file = job.settings.decisions
    if file is None or (job.settings.interactive and not Path(file).exists()):
        return ()
    return decisions.read(file)


def _save(job: Job, earlier: Decided, known: tuple[Decision, ...], answers: Answers) -> None:
    """What was decided, now and before, without what is there no more."""
    if job.settings.decisions is None:
        return
    kept = [row for row in known if row not in earlier.stale]
    given = [decisions.remember(site, share) for site, share in answers.given.items()]
    decisions.write(job.settings.decisions, [*kept, *given])


def _question(job: Job, decided: Decided) -> str:
    settings = job.settings
    verb = "Show" if settings.dry_run else "Write" if settings.no_commit else "Commit"
    rest = count(len(decided.undecided), "site")
    return f"{verb} what was accepted ({count(len(decided.shared), 'site')})? {rest} not answered would stay as now."


def _without(job: Job, proposal: Proposal, decided: Decided) -> Proposal:
    out = decisions.places((*decided.left, *decided.undecided))
    return pipeline.propose(job.snapshot, job.options, declined=out) if out else proposal


def _screen(job: Job, proposal: Proposal) -> Screen:
    """Diffs in the terminal's colours; a file that only loses a site to a new module has all of its change shown."""
    from consolidator.cli.commands.explain import page
    from consolidator.patch import to_patch
    from consolidator.report.hunks import around

    draw = reports.colored if job.terminal.color_stderr else reports.plain
    patches = {change.path: to_patch(ChangeSet((change,))) for change in proposal.changes.changes}

    def hunk(site: Finding) -> str:
        return draw(around(patches.get(site.path, b""), site.line))

    def file(site: Finding) -> str:
        return draw(patches.get(site.path, b""))

    return Screen(hunk, file, lambda code: page(code, job.terminal.width, job.terminal.color_stderr))
