"""One client for all: the module that makes it, and its constructions, which call the getter from now on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from consolidator.belonging import is_test_path
from consolidator.deciding.clients import Client
from consolidator.editing.cleanup import add_import, free_name
from consolidator.editing.factories import Replacement, can_go, replaced
from consolidator.meaning.defaults import in_body
from consolidator.meaning.importing import import_form
from consolidator.meaning.lifetime import Disposal, disposals
from consolidator.meaning.shapes import target_of
from consolidator.meaning.world import World
from consolidator.model import Edit, NewFile, RemoveStatement, Replace, Resource, SharedModule, UnwrapFinally

_GETTER = "get_db_client"


def client_file(client: Client, shared: SharedModule) -> NewFile:
    """The module that holds the one client."""
    values: tuple[tuple[str, object], ...] = (
        ("client_module", client.module),
        ("client_class", client.class_.name),
        ("arguments", client.arguments),
        ("imports", client.imports),
        ("close", client.close),
        ("is_async", client.is_async),
        ("python", shared.python),
        ("quote", shared.quote),
    )
    return NewFile(client.path, "client.py.j2", values, reason="makes the client once")


def client_edits(world: World, client: Client, python: tuple[int, int]) -> dict[str, list[Edit]]:
    """Constructions become calls of the getter, factories that only construct go, and nobody closes the client."""
    edits: dict[str, list[Edit]] = defaultdict(list)
    forms = {path: import_form(world, path, client.path) for path in world.facts}
    for made in client.constructions:
        form, call = forms[made.path], made.call
        if form is None:
            continue
        if not _replace_factory(world, made, form, forms, edits):
            bound = free_name(made.facts, _GETTER)
            is_default = call.role == "default"
            late = in_body(made.facts, call, f"{bound}()", python) if is_default else ()
            early = call.statement.start if made.at_import and not late else None
            own = late or [Replace(call.expr.span, f"{bound}()")]
            edits[made.path] += [*own, add_import(form, _GETTER, bound, early)]
        for row in _endings(world, client, made):
            edits[row.path].append(RemoveStatement(row.statement))
            if row.unwraps is not None:
                edits[row.path].append(UnwrapFinally(row.unwraps))
    return edits


def _replace_factory(
    world: World, made: Resource, form: str, forms: Mapping[str, str | None], edits: dict[str, list[Edit]]
) -> bool:
    function = world.function(made.path, made.scope)
    if not can_go(world, made.facts, function, made.call.expr.span, made.target, _GETTER):
        return False
    assert function is not None
    for where, rows in replaced(world, Replacement(made.path, made.facts, function, _GETTER, form, forms)).items():
        edits[where] += rows
    return True


def _endings(world: World, client: Client, made: Resource) -> list[Disposal]:
    """`client.close()` of a variable that holds this construction, or what a factory made of it returned."""
    if client.close is None:
        return []
    holders = [(made.path, made.call)]
    function = world.function(made.path, made.scope)
    if function is not None and made.call.role == "returned":
        holders += [row for row in world.calls_to(made.path, function.qualname) if not is_test_path(row[0])]
    found: list[Disposal] = []
    for where, call in holders:
        facts, scope = world.facts[where], world.function(where, call.scope)
        name = target_of(facts, call.expr.span, call.scope)
        if name and scope is not None and not name.startswith("self."):
            found += disposals(facts, scope.qualname, name, scope.body, client.close) or ()
    return found
