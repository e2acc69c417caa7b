"""Client classes that own an engine: built anew for each call, they become one shared instance.

Only where the instance holds nothing but the engine and every construction is the same; an instance that keeps
the state of a request, or whose arguments depend on the call, is left alone.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain, count

from consolidator.deciding.grouping import Held
from consolidator.deciding.relocation import NotRelocatable, Relocator
from consolidator.editing.cleanup import add_import, free_name
from consolidator.editing.conversion import Conversion
from consolidator.editing.factories import Replacement, can_go, replaced
from consolidator.filetree import is_taken
from consolidator.frozen import dataclass
from consolidator.meaning.comments import comments_at, is_sharing
from consolidator.meaning.defaults import in_body
from consolidator.meaning.importing import import_form
from consolidator.meaning.lifetime import Disposal, disposals
from consolidator.meaning.sites import CreationSite
from consolidator.meaning.sources import Follower, is_test_path
from consolidator.meaning.world import World
from consolidator.model import (
    Call,
    Class,
    Edit,
    NewFile,
    Options,
    Pragma,
    RemoveStatement,
    Replace,
    SharedModule,
    UnwrapFinally,
)
from consolidator.regex import lazy

_NAME = lazy(r"(Client|Database|Db|DB)$|^(Database|Db|DB)(?=[A-Z]|$)")
_GETTER = "get_db_client"

Construction = tuple[str, Call]
"""A file, and a call in it that makes a client."""


@dataclass(frozen=True, slots=True)
class Client:
    """A class to share: its constructions, the text of their arguments in the shared module, and how it ends.

    `left` are the constructions that a comment asks to leave alone.
    """

    site: CreationSite
    class_: Class
    constructions: tuple[Construction, ...]
    left: tuple[tuple[str, Call, Pragma], ...]
    arguments: str
    imports: tuple[str, ...]
    close: str | None
    is_async: bool
    path: str
    module: str


def find_client(
    world: World, conversions: Sequence[Conversion], shared: SharedModule, paths: frozenset[str], options: Options
) -> tuple[Client | None, tuple[Held, ...]]:
    """The client class of a deployable, and those that are refused with the reason."""
    found: list[Client] = []
    held: list[Held] = []
    for conversion in conversions:
        for site in conversion.group.sites:
            class_ = _owner(world, site, options)
            if class_ is None:
                continue
            client = _client(world, site, class_, shared, paths)
            if isinstance(client, str):
                held.append(Held(site, "CE307", client))
            elif client is not None:
                found.append(client)
    return max(found, key=lambda client: len(client.constructions), default=None), tuple(held)


def has_factory(world: World, site: CreationSite, options: Options) -> bool:
    """Whether a site belongs to a client class that a function of its service makes and hands out on each call."""
    class_ = _owner(world, site, options)
    if class_ is None:
        return False
    calls = [(p, c) for p, c in world.calls_to(site.path, class_.name) if not is_test_path(p)]
    return any(call.role == "returned" for _, call in calls) and _refusal(world, site, class_, calls) is None


def _owner(world: World, site: CreationSite, options: Options) -> Class | None:
    """The class whose constructor keeps this engine, if it is a client by its name or by the user's word."""
    if site.function is None or site.function.name != "__init__" or not site.target.startswith("self."):
        return None
    class_ = world.enclosing_class(site.path, site.scope)
    if class_ is None or class_.scope:
        return None
    return class_ if class_.name in options.client_classes or _NAME.search(class_.name) else None


def _client(
    world: World, site: CreationSite, class_: Class, shared: SharedModule, paths: frozenset[str]
) -> Client | str | None:
    calls = [(p, c) for p, c in world.calls_to(site.path, class_.name) if not is_test_path(p)]
    asked = [(path, call, _excuse(world, path, call)) for path, call in calls]
    taken = tuple((path, call) for path, call, comment in asked if comment is None)
    left = tuple((path, call, comment) for path, call, comment in asked if comment is not None)
    if not any(not call.at_import for _, call in taken):
        return None
    if not all(world.scope.holds(path) for path, _ in calls):
        return "it is constructed outside the folder that may change as well"
    refusal = _refusal(world, site, class_, calls)
    if refusal is not None:
        return refusal
    path = _free(paths, shared.path)
    moved = _arguments(world, taken[0], path)
    module = world.modules.import_name(path, site.path)
    if moved is None or module is None:
        return "its constructor's arguments cannot be read from one place"
    close = next(
        (name for name in ("close", "aclose", "dispose", "shutdown") if _method(world, site, class_, name)), None
    )
    ending = world.function(site.path, f"{class_.name}.{close}") if close else None
    is_async = bool(ending and ending.is_async)
    return Client(site, class_, taken, left, moved[0], moved[1], close, is_async, path, module)


def _excuse(world: World, path: str, call: Call) -> Pragma | None:
    """The comment that asks to leave a construction alone, where there is one."""
    rows = comments_at(world.facts[path], call.statement)
    return next((row for row in rows if row.codes is None or any(map(is_sharing, row.codes))), None)


def _method(world: World, site: CreationSite, class_: Class, name: str) -> bool:
    return world.function(site.path, f"{class_.name}.{name}") is not None


def _refusal(world: World, site: CreationSite, class_: Class, calls: Sequence[tuple[str, Call]]) -> str | None:
    """Why one instance cannot serve everybody."""
    for binding in site.facts.bindings:
        owner, _, method = binding.scope.rpartition(".")
        ends = method in ("__init__", "close", "aclose", "dispose")
        if owner == class_.name and not ends and binding.target.startswith("self."):
            return f"`{method}` keeps state in `{binding.target}`"
    follower = Follower(world)
    keys = set()
    for path, call in calls:
        if call.role == "with":
            return "it is used as a context manager, which would close it for everybody"
        parts = [*call.expr.parts[1:], *(value for _, value in call.expr.keywords)]
        sources = [follower.follow(path, part, call.scope) for part in parts]
        if any(source.data for source in sources):
            return "its constructor's arguments depend on the call"
        keys.add(tuple(source.key for source in sources))
    return "its constructions differ" if len(keys) > 1 else None


def _arguments(world: World, first: tuple[str, Call], target: str) -> tuple[str, tuple[str, ...]] | None:
    path, call = first
    relocator = Relocator(world, target, frozenset({path}))
    texts, imports = [], []
    for name, value in [(None, part) for part in call.expr.parts[1:]] + list(call.expr.keywords):
        try:
            moved = relocator.move(path, value, call.scope)
        except NotRelocatable:
            return None
        texts.append(f"{name}={moved.text}" if name else moved.text)
        imports += [line for line in moved.imports if line not in imports]
    return ", ".join(texts), tuple(imports)


def _free(paths: frozenset[str], beside: str) -> str:
    folder = posixpath.dirname(beside)
    names = chain(("db_client.py", "shared_client.py"), (f"db_client_{number}.py" for number in count(2)))
    return next(p for name in names if not is_taken(paths, p := posixpath.join(folder, name)))


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
    for path, call in client.constructions:
        form = forms[path]
        if form is None:
            continue
        if not _replace_factory(world, path, call, form, forms, edits):
            bound = free_name(world.facts[path], _GETTER)
            is_default = call.role == "default"
            late = in_body(world.facts[path], call, f"{bound}()", python) if is_default else ()
            early = call.statement.start if call.at_import and not late else None
            edits[path] += [*(late or [Replace(call.expr.span, f"{bound}()")]), add_import(form, _GETTER, bound, early)]
        for row in _endings(world, client, path, call):
            edits[row.path].append(RemoveStatement(row.statement))
            if row.unwraps is not None:
                edits[row.path].append(UnwrapFinally(row.unwraps))
    return edits


def _replace_factory(
    world: World, path: str, call: Call, form: str, forms: Mapping[str, str | None], edits: dict[str, list[Edit]]
) -> bool:
    facts, function = world.facts[path], world.function(path, call.scope)
    if not can_go(world, facts, function, call.expr.span, _target(world, path, call), _GETTER):
        return False
    assert function is not None
    for where, rows in replaced(world, Replacement(path, facts, function, _GETTER, form, forms)).items():
        edits[where] += rows
    return True


def _target(world: World, path: str, call: Call) -> str:
    rows = [b.target for b in world.facts[path].bindings if b.value is not None and b.value.span == call.expr.span]
    return rows[0] if rows else ""


def _endings(world: World, client: Client, path: str, call: Call) -> list[Disposal]:
    """`client.close()` of a variable that holds this construction, or what a factory made of it returned."""
    if client.close is None:
        return []
    holders = [(path, call)]
    function = world.function(path, call.scope)
    if function is not None and call.role == "returned":
        holders += [row for row in world.calls_to(path, function.qualname) if not is_test_path(row[0])]
    found: list[Disposal] = []
    for where, made in holders:
        name, scope = _target(world, where, made), world.function(where, made.scope)
        if name and scope is not None and not name.startswith("self."):
            found += disposals(world.facts[where], scope.qualname, name, scope.body, client.close) or ()
    return found
