"""Shared driver pools to edits: creations become calls of the getter, and nobody opens or closes the pool."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from consolidator.codes import CODES
from consolidator.deciding.driver_pool_uses import Use, holding_with
from consolidator.deciding.driver_pools import HeldPool, SharedPool
from consolidator.editing.cleanup import add_import, dead_locals, free_name
from consolidator.meaning.driver_pool_blocks import unwrapped
from consolidator.meaning.driver_pool_sites import PoolSite
from consolidator.meaning.importing import import_form
from consolidator.meaning.sites import statements_in
from consolidator.meaning.world import World
from consolidator.model import Action, Edit, Facts, Finding, RemoveStatement, Replace, Span, UnwrapFinally


def pool_edits(world: World, pools: Sequence[SharedPool]) -> dict[str, list[Edit]]:
    """All edits by file; imports that become unused are not among them yet."""
    edits: dict[str, list[Edit]] = defaultdict(list)
    for shared in pools:
        for pool, use in shared.sites:
            path = pool.site.path
            own = _creation(world, shared, pool, use)
            edits[path] += [*own, *dead_locals(pool.site.facts, pool.site.scope, own)]
            for ending in use.endings:
                edits[ending.path].append(RemoveStatement(ending.statement))
    return defaultdict(list, {path: _without_empty(world.facts[path], rows) for path, rows in edits.items()})


def _creation(world: World, shared: SharedPool, pool: PoolSite, use: Use) -> list[Edit]:
    site = pool.site
    form = import_form(world, site.path, shared.path)
    assert form is not None
    bound = free_name(site.facts, shared.getter)
    waits = "await " if shared.driver.is_async and site.call.role != "awaited" else ""
    imported = add_import(form, shared.getter, bound, site.call.statement.start if site.at_import else None)
    if use.kind != "with":
        return [Replace(site.call.expr.span, f"{waits}{bound}()"), imported]
    assert site.function is not None
    statement = holding_with(site.function, site.call.expr.span)
    rows = unwrapped(site.facts, statement, f"{waits}{bound}()") if statement is not None else None
    assert rows is not None
    return [*rows, imported]


def _without_empty(facts: Facts, edits: Sequence[Edit]) -> list[Edit]:
    """A `finally` that did nothing but end pools goes; what ends them goes with it."""
    gone = {edit.span for edit in edits if isinstance(edit, RemoveStatement)}
    left = list(edits)
    for row in dict.fromkeys(row for function in facts.functions for row in statements_in(function.body)):
        if row.finalbody and all(inner.span in gone for inner in row.finalbody):
            first, last = row.finalbody[0].span, row.finalbody[-1].span
            inside = {inner.span for inner in row.finalbody}
            left = [edit for edit in left if not (isinstance(edit, RemoveStatement) and edit.span in inside)]
            left += [Replace(Span(first.start, last.end), "pass"), UnwrapFinally(row.span)]
    return left


def pool_findings(pools: Sequence[SharedPool], held: Sequence[HeldPool]) -> list[Finding]:
    """What is told of each creation."""
    rows = [_finding(pool, "CE110", f"it shares the pool of {p.path}") for p in pools for pool, _ in p.sites]
    return rows + [_finding(row.pool, row.code, row.reason) for row in held]


def _finding(pool: PoolSite, code: str, reason: str) -> Finding:
    span = pool.site.call.expr.span
    if code == "CE110":
        action, message = Action.CONSOLIDATED, "driver pool shared"
    else:
        action, message = CODES[code].action, "driver pool left alone"
    level = "warning" if action is Action.REVIEW else "note"
    return Finding(code, level, pool.site.path, span.line, span.column, pool.site.symbol, message, action, reason)  # type: ignore[arg-type]
