"""A report in; the closing lines on stderr out: the result, what is left, the next command."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from consolidator.model import Action, Finding, Guard, Plan
from consolidator.report.console import Grid, Line, paint
from consolidator.report.outcome import Outcome, Report, left_for_a_person
from consolidator.report.words import count, counted, created, engines, known_by, place, told

Part = Line | Grid


def summary(report: Report, verbosity: int, color: bool) -> str:
    """The closing lines; `verbosity` 1 adds why each file changes."""
    plan = report.plan
    if plan is None:
        return ""
    return paint([*_COMMANDS[report.command](report, plan, verbosity)], None, color)


def _scan(report: Report, plan: Plan, verbosity: int) -> list[Part]:
    if plan.is_empty:
        return []
    return [_next("consolidate run --dry-run", "see the patch")]


def _check(report: Report, plan: Plan, verbosity: int) -> list[Part]:
    guard = report.guard
    assert guard is not None
    found = [each for each in guard.new if each.action is not Action.UNREADABLE]
    parts: list[Part] = [_verdict(found, guard)]
    if guard.stale:
        rows = [(each.path, each.code, each.symbol) for each in guard.stale]
        parts += [Line(f"Remembered in {guard.baseline} and gone ({len(rows)}):", "yellow"), Grid(rows, indent=2)]
        parts.append(_next(f"consolidate check --baseline {guard.baseline} --write-baseline", "forget them"))
    idle = [each for each in plan.findings if each.code == "CE311"]
    if idle:
        parts.append(Line(f"Ignore comments without effect ({len(idle)}):", "yellow"))
        parts.append(Grid([(place(each), told(each)) for each in idle], indent=2))
    return [*parts, _next("consolidate run", "consolidate what can be")] if found else parts


def _verdict(found: Sequence[Finding], guard: Guard) -> Line:
    """How many engines and pools fail the check, and how many do not because they were known."""
    known = f"; {count(len(guard.accepted), 'finding')} {known_by(guard)}" if guard.accepted else ""
    if not found:
        which = "No new engine" if guard.accepted else "No engine"
        return Line(f"{which} is created outside the shared module{known}.", "green")
    return Line(f"{created(found)} created outside the shared module{known}.", "bold red")


def _demo(report: Report, plan: Plan, verbosity: int) -> list[Part]:
    return [Line(_result(report, plan), "bold")]


def _run(report: Report, plan: Plan, verbosity: int) -> list[Part]:
    parts: list[Part] = [Line(_result(report, plan), "bold")]
    if verbosity and report.changes:
        parts.append(Grid([(each.path, each.reason) for each in report.changes.changes], indent=2))
    if report.trial:
        parts.append(Line(f"Tests: {counted(report.trial)}."))
    if plan.budget and plan.budget.warning:
        parts.append(Line(f"Warning: {plan.budget.warning}.", "yellow"))
    return [*parts, *_decided(report), *_left(left_for_a_person(plan)), *_follow_up(report, plan)]


def _decided(report: Report) -> list[Part]:
    """What nobody decided about, and what was decided of sites that are gone."""
    decided = report.decided
    if decided is None:
        return []
    rows = [(place(each), each.code, each.symbol) for each in decided.undecided]
    gone = [(each.path, each.code, each.symbol) for each in decided.stale]
    parts: list[Part] = [
        Line(f"Decided: {count(len(decided.shared), 'site')} shared, {len(decided.left)} left as they are.")
    ]
    if rows:
        parts += [Line(f"Not decided, and left as they are ({len(rows)}):", "yellow"), Grid(rows, indent=2)]
        again = f"--decisions {decided.file}" if decided.file else ""
        parts.append(_next(" ".join(filter(None, ("consolidate run --interactive", again))), "decide about them"))
    if gone:
        title = f"Decided in {decided.file} of what is there no more ({len(gone)}):"
        parts += [Line(title, "yellow"), Grid(gone, indent=2)]
    return parts


def _result(report: Report, plan: Plan) -> str:
    if plan.is_empty:
        return "Nothing to consolidate."
    return f"{_sizes(report)}: {engines(plan)}. {_where(report)}"


def _sizes(report: Report) -> str:
    changes = report.changes.changes if report.changes else ()
    new = sum(each.before is None for each in changes)
    return f"{count(len(changes) - new, 'file')} changed, {new} created"


def _where(report: Report) -> str:
    if report.commit:
        return f"Committed as {report.commit[:10]} on {report.branch}; your work tree is as it was."
    return "Written into the work tree." if report.written else "Nothing was written."


def _left(findings: Sequence[Finding]) -> list[Part]:
    if not findings:
        return []
    rows = [(place(each), each.code, told(each)) for each in findings]
    return [Line(f"Left for a person ({len(findings)}):", "bold yellow"), Grid(rows, (), ("", "yellow", ""), 2)]


def _follow_up(report: Report, plan: Plan) -> list[Part]:
    if report.commit and report.snapshot:
        before = report.snapshot.branch or report.snapshot.commit[:10]
        return [_next(f"git diff {before}...{report.branch}", "review it")]
    if report.written:
        return [_next("git diff", "review it")]
    return [] if plan.is_empty or report.outcome is Outcome.NOTHING_TO_DO else [_next("consolidate run", "commit it")]


def _next(command: str, purpose: str) -> Line:
    return Line(f"Next: {command}   ({purpose})")


_COMMANDS: dict[str, Callable[[Report, Plan, int], list[Part]]] = {
    "scan": _scan,
    "check": _check,
    "run": _run,
    "demo": _demo,
}
