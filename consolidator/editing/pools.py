"""Modules of the drivers' own pools to files and edits: creations call the getter, nobody opens or closes a pool."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Sequence

from consolidator.deciding.pool_modules import PoolModule
from consolidator.deciding.pool_uses import Use, holding_with, use_of
from consolidator.deciding.targets import quote_of
from consolidator.editing.cleanup import add_import, dead_locals, free_name
from consolidator.meaning.blocks import statements_in
from consolidator.meaning.importing import import_form
from consolidator.meaning.with_blocks import unwrapped
from consolidator.meaning.world import World
from consolidator.model import Edit, Facts, NewFile, RemoveStatement, Replace, Resource, Span, UnwrapFinally
from consolidator.processes.formatters import formatting


def pool_file(world: World, module: PoolModule, python: tuple[int, int]) -> NewFile:
    """The module that holds the pool."""
    pool, folder = module.pool, posixpath.dirname(module.path)
    style = formatting(world.survey.texts, folder)
    values: tuple[tuple[str, object], ...] = (
        ("noun", module.noun),
        ("package", pool.creator.partition(".")[0]),
        ("pool", pool.pool),
        ("creator", pool.creator),
        ("arguments", module.arguments),
        ("imports", module.imports),
        ("is_async", pool.is_async),
        ("opener", pool.opener),
        ("closers", tuple((name, name in pool.waits) for name in pool.closers)),
        ("python", python),
        ("quote", style.quote or quote_of(site.facts for site in module.group.sites)),
        ("width", style.width),
    )
    return NewFile(module.path, "driver_pool.py.j2", values, reason="makes the pool once")


def pool_edits(world: World, modules: Sequence[PoolModule]) -> dict[str, list[Edit]]:
    """All edits by file; imports that become unused are not among them yet."""
    edits: dict[str, list[Edit]] = defaultdict(list)
    for module in modules:
        for site in module.group.sites:
            use = use_of(world, site)
            assert isinstance(use, Use)
            own = _creation(world, module, site, use)
            edits[site.path] += [*own, *dead_locals(site.facts, site.scope, own)]
            for ending in use.endings:
                edits[ending.path].append(RemoveStatement(ending.statement))
    return {path: _without_empty(world.facts[path], rows) for path, rows in edits.items()}


def _creation(world: World, module: PoolModule, site: Resource, use: Use) -> list[Edit]:
    form = import_form(world, site.path, module.path)
    assert form is not None
    bound = free_name(site.facts, module.getter)
    waits = "await " if site.is_async and site.call.role != "awaited" else ""
    imported = add_import(form, module.getter, bound, site.call.statement.start if site.at_import else None)
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
