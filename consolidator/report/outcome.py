"""The value that every report is made from: what one command found, proposed or did."""

from __future__ import annotations

from enum import Enum

from consolidator.codes import CODES, is_creation
from consolidator.errors import ConsolidateError, Refused
from consolidator.frozen import dataclass
from consolidator.model import Action, ChangeSet, Decided, Finding, Guard, Plan, Snapshot, Trial


class Outcome(str, Enum):
    """How a command ended, as the JSON document says it."""

    COMMITTED = "committed"
    PREVIEWED = "previewed"
    NOTHING_TO_DO = "nothing_to_do"
    PARTIAL = "partial"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Report:
    """What a command has to say. Parts that it never reached are None.

    `patch` is the proposal as git reads it, `branch` and `commit` name what was created,
    `proof` is a Markdown section with measured figures, `trial` the target's own tests in numbers, `guard` what a check
    makes of its findings, `decided` what a person said of the sites.
    """

    command: str
    outcome: Outcome
    snapshot: Snapshot | None = None
    plan: Plan | None = None
    changes: ChangeSet | None = None
    patch: bytes = b""
    branch: str | None = None
    commit: str | None = None
    written: bool = False
    closes: int | None = None
    proof: str = ""
    trial: Trial | None = None
    guard: Guard | None = None
    decided: Decided | None = None
    error: ConsolidateError | None = None


def failure(command: str, error: ConsolidateError) -> Report:
    """The report of a command that ended in an error."""
    return Report(command, Outcome.REFUSED if isinstance(error, Refused) else Outcome.FAILED, error=error)


def with_action(plan: Plan | None, *actions: Action) -> tuple[Finding, ...]:
    """The findings of a plan that became one of these, in the order of the plan."""
    return tuple(finding for finding in plan.findings if finding.action in actions) if plan else ()


def left_for_a_person(plan: Plan | None) -> tuple[Finding, ...]:
    """What nobody but a person can settle: undecidable sites and unreadable files, notes excepted."""
    open_ends = with_action(plan, Action.REVIEW, Action.UNREADABLE)
    return tuple(finding for finding in open_ends if finding.level != "note")


def is_partial(plan: Plan | None) -> bool:
    """Whether something of the work is left for a person; what is told besides, or kept for a reason, is not left."""
    return any(not CODES[finding.code].aside for finding in left_for_a_person(plan))


def offending(plan: Plan) -> tuple[Finding, ...]:
    """What `check` lists: engines that `run` would consolidate, and creations that a person must look at."""
    pending = with_action(plan, Action.CONSOLIDATED)
    return pending + tuple(one for one in with_action(plan, Action.REVIEW) if is_creation(one.code))
