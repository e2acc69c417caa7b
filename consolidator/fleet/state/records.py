"""One row of the state file, and what a result changes in it."""

from __future__ import annotations

import json

from consolidator.fleet.values import Failure, Known, Order, Outcome, Result, Stage
from consolidator.frozen import dataclass, replace


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one service. `outcome` None: nothing was tried yet.

    Engines and processes are None where they are unknown or without a bound; the document says which.
    """

    name: str
    source: str = ""
    folder: str = ""
    owner: str = ""
    servers: tuple[tuple[str, str], ...] = ()
    forge: str = ""
    stage: Stage | None = None
    outcome: Outcome | None = None
    exit_code: int = 0
    base: str | None = None
    branch: str | None = None
    commit: str | None = None
    pushed: str | None = None
    remote: str | None = None
    target: str | None = None
    pull_request: str | None = None
    pull_number: int | None = None
    pull_state: str | None = None
    checks: str | None = None
    proposed: str | None = None
    engines_before: int | None = None
    engines_after: int | None = None
    processes: int | None = None
    seconds: float = 0.0
    megabytes: int = 0
    error: Failure | None = None
    log: str = ""
    fingerprint: str = ""
    attempts: int = 0
    updated: str = ""

    @property
    def is_planned(self) -> bool:
        """Whether a plan is all there is, with something left to carry out."""
        return self.stage is Stage.PLANNED and self.outcome is Outcome.CHANGED

    @property
    def known(self) -> Known:
        """The part that the next order carries."""
        return Known(
            self.stage, self.outcome, self.base, self.branch, self.commit, self.pushed, fingerprint=self.fingerprint
        )

    def after(self, result: Result, order: Order, now: str) -> Record:
        """The record once `result` is in. An attempt that failed keeps the commit of the one before."""
        if not result.fresh:
            return self
        tried = replace(
            self,
            outcome=result.outcome,
            exit_code=result.exit_code,
            seconds=result.seconds,
            megabytes=result.megabytes,
            error=result.error,
            log=result.log,
            attempts=self.attempts + 1,
            updated=now,
        )
        if result.stage is None:
            return replace(tried, fingerprint="")
        before, after, processes = figures(result.document)
        done = replace(
            tried,
            stage=result.stage,
            base=result.base,
            fingerprint=order.fingerprint,
            engines_before=before,
            engines_after=after,
            processes=processes,
        )
        if result.commit is None and self.commit:
            return done if order.dry_run else self._merged(done)
        made = replace(done._without_old_request(result), branch=result.branch, commit=result.commit)
        if result.pushed is None:
            return made
        stage = Stage.PROPOSED if made.pull_state == "open" else Stage.PUSHED
        return replace(made, stage=stage, pushed=result.pushed, remote=result.remote, target=result.target)

    def _without_old_request(self, result: Result) -> Record:
        """What is known of the request does not hold for another branch, nor its checks for another commit."""
        if self.branch not in (None, result.branch):
            return replace(self, pull_request=None, pull_number=None, pull_state=None, checks=None, proposed=None)
        return self if self.commit == result.commit else replace(self, checks=None)

    def _merged(self, done: Record) -> Record:
        """Nothing was left to commit: what was committed before is part of the base by now."""
        kept = self if done.outcome is Outcome.NOTHING else done
        return replace(kept, stage=Stage.MERGED, base=done.base, fingerprint=done.fingerprint)


def figures(document: str) -> tuple[int | None, int | None, int | None]:
    """From the document of `run`: engines before and after, None without a bound, and how many processes serve."""
    read = json.loads(document)
    budget = read.get("budget") or {}
    processes = budget.get("processes") or len(read.get("processes") or ()) or None
    before, after = ([each[side] for each in read["databases"]] for side in ("engines_before", "engines_after"))
    return _sum(before), _sum(after), processes


def _sum(numbers: list[int | None]) -> int | None:
    known = [each for each in numbers if each is not None]
    return sum(known) if len(known) == len(numbers) else None
