"""Findings and those that are known in; what is new, what is accepted, and what is known but gone, out."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence

from consolidator.model import Action, Finding, Guard, Known, Plan
from consolidator.report.outcome import offending, with_action


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
    rest, stale = _unmatched(findings, baseline)
    new, _ = _unmatched(rest, before)
    seen = [row for row in stale if not scope or row.path.startswith(f"{scope}/")]
    failing = set(new)
    return Guard(tuple(new), tuple(one for one in findings if one not in failing), tuple(seen))


def _unmatched(findings: Iterable[Finding], known: Iterable[Known]) -> tuple[list[Finding], list[Known]]:
    """What is left on both sides once each finding has met its like.

    By the fingerprint first. The code of a site depends on what other files say, so that one that is told
    differently now is still the same by its place.
    """
    findings, known = _paired(findings, known, lambda row: row.fingerprint)
    return _paired(findings, known, lambda row: (row.path, row.symbol))


def _paired(
    findings: Iterable[Finding], known: Iterable[Known], key: Callable[[Finding | Known], Hashable]
) -> tuple[list[Finding], list[Known]]:
    rows = list(known)
    places: dict[Hashable, deque[int]] = defaultdict(deque)
    for at, row in enumerate(rows):
        places[key(row)].append(at)
    new, met = [], set()
    for finding in findings:
        alike = places[key(finding)]
        if alike:
            met.add(alike.popleft())
        else:
            new.append(finding)
    return new, [row for at, row in enumerate(rows) if at not in met]
