"""Findings and those that are known in; what is new, what is accepted, and what is known but gone, out."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from consolidator.model import Action, Decision, Finding, Guard, Known, Plan
from consolidator.report.outcome import offending, with_action

Remembered = TypeVar("Remembered", Known, Decision)


def listed(plan: Plan) -> tuple[Finding, ...]:
    """What makes `check` fail: engines outside the shared module, and files that could hide one."""
    unread = with_action(plan, Action.UNREADABLE)
    return (*offending(plan), *(finding for finding in unread if finding.level != "note"))


def remembered(finding: Finding) -> Known:
    """A finding without what changes when lines move."""
    return Known(finding.fingerprint, finding.code, finding.path, finding.symbol)


def judge(plan: Plan, baseline: Sequence[Known] = (), before: Sequence[Known] = (), scope: str = "") -> Guard:
    """Part the findings by the `baseline`, and by what stood there `before`.

    What is known of files outside the folder `scope` is never stale: nobody looked there.
    """
    findings = listed(plan)
    known = pairs(findings, baseline)
    there = pairs([one for one in findings if one not in known], before)
    used = set(map(id, known.values()))
    return Guard(
        new=tuple(one for one in findings if one not in known and one not in there),
        accepted=tuple(one for one in findings if one in known or one in there),
        stale=tuple(row for row in baseline if id(row) not in used and within(row.path, scope)),
    )


def within(path: str, scope: str) -> bool:
    """Whether a file lies in the folder; "" is the whole repository."""
    return not scope or path.startswith(f"{scope}/")


def pairs(findings: Sequence[Finding], known: Sequence[Remembered]) -> dict[Finding, Remembered]:
    """Each finding with what is remembered of it, and nothing remembered twice.

    By the fingerprint first. The code of a site depends on what other files say, so that one that is told
    differently now is still the same by its place.
    """
    found = _paired(findings, known, lambda row: row.fingerprint)
    used = set(map(id, found.values()))
    rest = [row for row in known if id(row) not in used]
    left = [finding for finding in findings if finding not in found]
    return found | _paired(left, rest, lambda row: (row.path, row.symbol))


def _paired(
    findings: Sequence[Finding], known: Sequence[Remembered], key: Callable[[Finding | Remembered], Hashable]
) -> dict[Finding, Remembered]:
    by_key: dict[Hashable, deque[Remembered]] = defaultdict(deque)
    for row in known:
        by_key[key(row)].append(row)
    return {one: by_key[key(one)].popleft() for one in findings if by_key[key(one)]}
