"""One service and its settings in; the stages as far as they were asked for, and the report of them, out."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from consolidator import pipeline
from consolidator import report as reports
from consolidator.config import Settings, plan_options
from consolidator.errors import EnvironmentFailed, UsageError, VerificationFailed
from consolidator.frozen import dataclass, replace
from consolidator.masking import hide
from consolidator.model import Decided, Decision, Options, Plan, Snapshot, Trial
from consolidator.pipeline import Delivery, Proposal, Tell, Told
from consolidator.report import Outcome, Report
from consolidator.weighing import told

if TYPE_CHECKING:
    from consolidator.git import CommitResult, Standing


@dataclass(frozen=True, slots=True)
class Migration:
    """One service at one commit, and what was said of it. `path` is the repository, or a folder in it.

    `scope` is that folder, relative to the repository's root; only deployables there may change.
    `notes` are sentences that the user must be told of the configuration.
    """

    path: str
    snapshot: Snapshot
    settings: Settings
    scope: str
    notes: tuple[str, ...]

    @property
    def options(self) -> Options:
        """The settings that change the plan."""
        return plan_options(self.settings, self.scope)

    def count(self, plan: Plan) -> Plan:
        """The plan with its connection budget, as far as the settings say instead of the files."""
        said = self.settings
        return pipeline.count(self.snapshot, plan, Told(said.workers, said.replicas, said.max_connections))


@dataclass(frozen=True, slots=True)
class Tried:
    """What running the target's own code came to: a section for the body, and its tests in numbers."""

    proof: str = ""
    trial: Trial | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What is left of a proposal, and what was decided of its sites where somebody decided."""

    proposal: Proposal
    decided: Decided | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """What differs between callers: who is asked about a proposal, what tries it out, what makes the commit."""

    choose: Callable[[Proposal], Choice]
    """Gives the proposal that is left once a person has had a say, now or before."""
    try_out: Callable[[Proposal], Tried]
    """Runs the target's own code where that was asked for, or raises."""
    deliver: Callable[[Proposal, Delivery], CommitResult]


def weigh(
    path: str, flags: Mapping[str, object], environ: Mapping[str, str], found: Standing | None = None
) -> Migration:
    """Read the commit and what is said of it by flags, variables and the repository; raises UsageError and Refused.

    `found` is where the repository stands, where somebody has asked already.
    """
    known = told(path, flags, environ)
    snapshot = pipeline.read(path, known.settings.base, environ if known.settings.cache else None, found=found)
    settings, notes = known.with_repository(snapshot)
    return Migration(path, snapshot, settings, snapshot.folder, notes)


def migrate(work: Migration, tell: Tell, steps: Steps) -> Report:
    """Propose, and unless a dry run was asked for, try out and deliver; raises what the stages raise."""
    settings = work.settings
    _check_dry(settings)
    if settings.no_commit or settings.switch:
        pipeline.require_work_tree(work.path)
    choice = steps.choose(pipeline.propose(work.snapshot, work.options, tell))
    proposal = choice.proposal
    if settings.dry_run or not proposal.changes.changes:
        return _proposed(work, choice)
    with _secrets_hidden(work.snapshot):
        report = _proposed(work, choice, steps.try_out(proposal))
        tell("committing")
        if settings.no_commit:
            pipeline.write_out(work.path, proposal)
            return replace(report, written=True, outcome=_outcome(report, Outcome.COMMITTED))
        return _delivered(work, proposal, report, steps)


@contextmanager
def _secrets_hidden(snapshot: Snapshot) -> Iterator[None]:
    """Errors that quote what the repository's tests and hooks say quote none of the passwords that these may know."""
    try:
        yield
    except (EnvironmentFailed, VerificationFailed) as error:
        known = pipeline.secrets(snapshot, os.environ)
        raise type(error)(hide(error.message, known), hide(error.cure, known)) from None


def replayed(work: Migration, proposal: Proposal, known: Sequence[Decision], file: str | None) -> Choice:
    """The proposal without the sites that were left, or that nobody decided about."""
    from consolidator import decisions

    decided = decisions.weigh(proposal.plan, known, work.scope, file)
    out = decisions.places((*decided.left, *decided.undecided))
    return Choice(pipeline.propose(work.snapshot, work.options, declined=out) if out else proposal, decided)


def _check_dry(settings: Settings) -> None:
    """A dry run reads and never runs anything of the repository."""
    asked = ("--prove", settings.prove), ("--test-command", settings.test_command)
    for flag, value in asked:
        if settings.dry_run and value:
            raise UsageError(f"--dry-run never runs the service, which {flag} asks for", "leave one of the two out")


def _proposed(work: Migration, choice: Choice, tried: Tried | None = None) -> Report:
    from consolidator.patch import to_patch

    proposal = choice.proposal
    changes = proposal.changes
    patch = to_patch(changes) if changes.changes else b""
    report = Report(
        "run",
        Outcome.PREVIEWED,
        proposal.snapshot,
        work.count(proposal.plan),
        changes,
        patch,
        closes=work.settings.closes,
        proof=tried.proof if tried else "",
        trial=tried.trial if tried else None,
        decided=choice.decided,
    )
    return replace(report, outcome=_outcome(report, Outcome.PREVIEWED))


def _outcome(report: Report, done: Outcome) -> Outcome:
    if reports.is_partial(report.plan):
        return Outcome.PARTIAL
    return done if report.changes and report.changes.changes else Outcome.NOTHING_TO_DO


def _delivered(work: Migration, proposal: Proposal, report: Report, steps: Steps) -> Report:
    settings = work.settings
    message = reports.commit_message(report, settings.template_dir)
    branch = branch_of(settings, proposal.plan)
    delivery = Delivery(branch, message, settings.branch_exists, settings.hooks, settings.sign)
    done = steps.deliver(proposal, delivery)
    if settings.switch:
        pipeline.check_out(work.path, done.branch, settings.hooks)
    return replace(report, branch=done.branch, commit=done.commit, outcome=_outcome(report, Outcome.COMMITTED))


def branch_of(settings: Settings, plan: Plan) -> str:
    """The branch to make; the user's own name for it stands, any other one tells the deployables apart."""
    named = "branch" in settings.explicit - settings.from_repository
    name = re.sub(r"[^\w-]+", "-", plan.deployable).strip("-")
    return settings.branch if named or not name else f"{settings.branch}-{name}"


def allowed(work: Migration, delivery: Delivery) -> Delivery:
    """The delivery as the service may have it: a branch that a file of the repository names is never touched.

    Raises UsageError where such a branch is there already.
    """
    settings = work.settings
    if "branch" not in settings.from_repository or settings.branch_exists == "suffix":
        return delivery
    if pipeline.is_name_in_use(work.path, delivery.branch):
        raise UsageError(
            f"the repository's file names the branch {delivery.branch}, which exists already",
            "use --branch or CONSOLIDATE_BRANCH",
        )
    return replace(delivery, on_exists="fail")
