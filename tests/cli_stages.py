"""The stages of the pipeline replaced by values, for tests of the command line alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from sample_values import CHANGES, PLAN, SNAPSHOT, finding, with_findings

from consolidator import pipeline
from consolidator.model import Action, ChangeSet, Plan

EMPTY = replace(PLAN, new_files=(), file_edits=(), findings=PLAN.findings[2:])
REVIEWED = with_findings(finding("CE301", Action.REVIEW))


class Stages:
    """The pipeline's stages as values: what they give, and what was delivered."""

    def __init__(self) -> None:
        self.plan: Plan = PLAN
        self.error: BaseException | None = None
        self.texts: dict[str, bytes] = {}
        self.here: dict[str, bytes] | None = None
        self.branches: set[str] = set()
        self.folder = ""
        self.deliveries: list[pipeline.Delivery] = []
        self.written = 0
        self.switched: list[str] = []

    def read(self, path: str, base: str | None = None, *more: Any, found: Any = None) -> Any:
        if self.error:
            raise self.error
        return replace(SNAPSHOT, texts=self.texts, folder=self.folder)

    def decide(self, *args: Any, **more: Any) -> Plan:
        return self.plan

    def propose(self, *args: Any, **more: Any) -> pipeline.Proposal:
        return pipeline.Proposal(SNAPSHOT, self.plan, ChangeSet(()) if self.plan.is_empty else CHANGES)

    def deliver(self, path: str, proposal: Any, delivery: pipeline.Delivery) -> Any:
        from consolidator.git import CommitResult

        self.deliveries.append(delivery)
        return CommitResult(delivery.branch, "f" * 40)

    def recover(self, path: str) -> tuple[str, ...]:
        return ()

    def write_out(self, path: str, proposal: Any) -> None:
        self.written += 1

    def checked_out(self, snapshot: Any, names: Any) -> dict[str, bytes]:
        return self.texts if self.here is None else self.here

    def holds(self, path: str, file: str) -> bool:
        return not Path(file).is_absolute()

    def require_work_tree(self, path: str) -> None:
        pass

    def is_name_in_use(self, path: str, branch: str) -> bool:
        return branch in self.branches

    def check_out(self, path: str, branch: str, run_hooks: bool) -> None:
        self.switched.append(branch)
