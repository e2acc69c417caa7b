"""Sites of a database that has a home: they take the engine that it has made, and nothing new is generated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from consolidator.deciding.grouping import Group
from consolidator.deciding.homes import engine_of
from consolidator.deciding.merging import derived, signature
from consolidator.editing.cleanup import add_import, bound_names, dead_locals
from consolidator.editing.disposing import disposal_edits
from consolidator.editing.factories import Replacement, can_go, replaced
from consolidator.meaning.world import World
from consolidator.model import Binding, Edit, RemoveStatement, Replace, Resource, Span, naming, touching


def adoption_edits(world: World, group: Group, imported_as: Mapping[str, str | None]) -> dict[str, list[Edit]]:
    """The edits, by file, after which the group's sites use the engine of its home.

    `imported_as` maps a file to the module name by which it imports the home.
    """
    assert group.home is not None
    edits: dict[str, list[Edit]] = defaultdict(list)
    for site in group.sites:
        if not _replace_factory(world, site, group.home, imported_as, edits):
            _take(world, site, group.home, imported_as, edits[site.path])
        for path, rows in disposal_edits(world, site).items():
            edits[path] += rows
    return edits


def own_options(site: Resource, home: Resource) -> str | None:
    """`.execution_options(...)` for what a site asks beyond its home; None where the home gives what it must not."""
    own, given = signature(site, derived(site)), signature(home, derived(home))
    if own == given:
        return ""
    if given:
        return None
    parts = [f"**{text}" if key == "execution_options" else f"{key}={text}" for key, text in own]
    return f".execution_options({', '.join(parts)})"


def _replace_factory(
    world: World,
    site: Resource,
    home: Resource,
    imported_as: Mapping[str, str | None],
    edits: dict[str, list[Edit]],
) -> bool:
    """Whether the site's factory does nothing but what the home's own does, and so goes."""
    engine = engine_of(home) or ""
    name = engine.removesuffix("()")
    if engine == name or site.path == home.path or own_options(site, home):
        return False
    if not can_go(world, site.facts, site.function, site.call.expr.span, site.target, name):
        return False
    assert site.function is not None
    shared = imported_as[site.path] or ""
    for path, rows in replaced(
        world, Replacement(site.path, site.facts, site.function, name, shared, imported_as)
    ).items():
        edits[path] += rows
    return True


def _take(
    world: World, site: Resource, home: Resource, imported_as: Mapping[str, str | None], edits: list[Edit]
) -> None:
    """The creating call gives way to the home's engine; an assignment to its very name goes altogether."""
    engine = engine_of(home) or ""
    name = engine.removesuffix("()")
    assigned = _assignment(site)
    if site.path != home.path and assigned is not None and _only_renames(site, assigned, engine, home):
        edits += _imported_in_place(world, site, home, imported_as[site.path] or "", name, assigned.span)
    elif site.path == home.path and assigned is not None and assigned.target == engine:
        edits.append(RemoveStatement(assigned.span))
    else:
        bound = name if site.path == home.path else _free(site, name)
        text = engine.replace(name, bound, 1) + (own_options(site, home) or "")
        edits.append(Replace(site.call.expr.span, text))
        if site.path != home.path:
            edits += _import(world, site, home, imported_as[site.path] or "", name, bound)
    edits += dead_locals(site.facts, site.scope, edits)


def _assignment(site: Resource) -> Binding | None:
    """The statement that does nothing but give the new engine a name."""
    for binding in site.facts.some_bindings(touching(site.call.expr.span)):
        is_it = binding.value is not None and binding.value.span == site.call.expr.span
        if is_it and binding.scope == site.scope and binding.kind in ("assign", "annassign"):
            return binding if binding.span == site.call.statement else None
    return None


def _only_renames(site: Resource, assigned: Binding, engine: str, home: Resource) -> bool:
    """Whether the site's variable has the name of the home's, is bound nowhere else, and asks for nothing more."""
    if assigned.target != engine or own_options(site, home):
        return False
    bound = [b for b in site.facts.some_bindings(naming(engine.rpartition(".")[2])) if b.target == engine]
    same = [b for b in bound if b.kind != "global"]
    imported = any(row.bound == engine for row in site.facts.imports)
    return not imported and len(same) == len(bound) and len([b for b in same if b.scope in ("", site.scope)]) == 1


def _imported_in_place(
    world: World, site: Resource, home: Resource, module: str, name: str, statement: Span
) -> list[Edit]:
    if _closes_cycle(world, site, home):
        return [Replace(statement, f"from {module} import {name}")]
    before = statement.start if site.at_import else None
    used = any(r.dotted[0] == name and not statement.holds(r.span) for r in site.facts.some_refs(naming(name)))
    if used or not site.at_import:
        return [RemoveStatement(statement), add_import(module, name, name, before)]
    if not _is_taken(world, site.path, name):
        return [RemoveStatement(statement)]
    return [RemoveStatement(statement), add_import(module, name, name, before, "# noqa: F401")]


def _is_taken(world: World, path: str, name: str) -> bool:
    """Whether some other file takes a name of a module."""
    return any(where != path for where, _ in world.refs_to(path, name)) or world.is_taken_unread(path, name)


def _free(site: Resource, name: str) -> str:
    taken = bound_names(site.facts)
    for candidate in (name, f"shared_{name}", f"the_{name}", f"{name}_"):
        if candidate not in taken:
            return candidate
    raise AssertionError(name)


def _import(world: World, site: Resource, home: Resource, module: str, name: str, bound: str) -> list[Edit]:
    """The import of the home's name: at the top, or in the function where that would close a cycle."""
    if any(row.bound == name and world.modules.resolve(site.path, row) == home.path for row in site.facts.imports):
        return []
    if not _closes_cycle(world, site, home):
        return [add_import(module, name, bound, site.call.statement.start if site.at_import else None)]
    alias = "" if bound == name else f" as {bound}"
    start = site.call.statement.start
    indent = site.facts.source[site.facts.source.rfind("\n", 0, start) + 1 : start]
    text = f"from {module} import {name}{alias}{site.facts.newline}{indent}"
    return [Replace(Span(start, start), text)]


def _closes_cycle(world: World, site: Resource, home: Resource) -> bool:
    return not site.at_import and bool(world.modules.would_cycle([(site.path, home.path)]))


def unadoptable(world: World, group: Group, site: Resource, form: str | None) -> tuple[str, str] | None:
    """Why a site cannot take its home's engine: finding code and reason."""
    home = group.home
    assert home is not None
    if site.path != home.path and form is None:
        return "CE211", f"{home.path}, where the engine of this database is made, cannot be shown to be importable here"
    if site.path != home.path and site.at_import and world.modules.would_cycle([(site.path, home.path)]):
        return "CE211", f"importing {home.path}, where the engine of this database is made, would close a cycle"
    if own_options(site, home) is None:
        return "CE212", f"the engine of {home.path} has options that this one must not get"
    return None
