"""A plan in; the exit code that it deserves out. The worst one wins."""

from __future__ import annotations

from consolidator.model import Action, Budget, Guard, Plan
from consolidator.report.outcome import is_partial

DONE = 0
FINDINGS = 1
PARTIAL = 3


def partial(plan: Plan) -> int:
    """3 where something of the work is left for a person, else 0."""
    return PARTIAL if is_partial(plan) else DONE


def guarded(guard: Guard) -> int:
    """Of `check`: 1 for an engine created outside the shared module, 3 for a file that may hold one, else 0."""
    if any(finding.action is Action.UNREADABLE for finding in guard.new):
        return PARTIAL
    return FINDINGS if guard.new else DONE


def overdrawn(budget: Budget | None, claimed: int | None, part: float | None) -> int:
    """1 where `claimed` (None: without a bound) is more than `part` of what the server gives; 0 where nobody asks."""
    from consolidator.budget import fits

    if budget is None or part is None:
        return DONE
    return DONE if fits(claimed, budget.max_connections, part) else FINDINGS


def overdraft(budget: Budget | None, claimed: int | None, part: float | None) -> tuple[str, ...]:
    """Why `overdrawn` fails, as a note; nothing where it does not."""
    if budget is None or not overdrawn(budget, claimed, part):
        return ()
    number = "connections without a bound are" if claimed is None else f"{claimed:,} connections are"
    return (
        f"{number} claimed, and --fail-over {part:g} allows {part or 1:.0%} of the {budget.max_connections:,} that the "
        "server has; fewer workers, replicas or a smaller pool make it fit",
    )


def previewed(plan: Plan, pending: bool, ask: bool) -> int:
    """Of `run --dry-run`: 1 where `--exit-code` asks and something would change, unless more is wrong."""
    return max(partial(plan), FINDINGS if pending and ask else DONE)
