"""Client classes that own an engine: built anew for each call, they become one shared instance.

Only where the instance holds nothing but the engine and every construction is the same; an instance that keeps
the state of a request, or whose arguments depend on the call, is left alone.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from itertools import chain, count

from consolidator.deciding.grouping import Held
from consolidator.deciding.relocation import NotRelocatable, Relocator
from consolidator.filetree import is_taken
from consolidator.frozen import dataclass
from consolidator.meaning.clients import creator_of, owner
from consolidator.meaning.sources import Follower
from consolidator.meaning.world import World
from consolidator.model import Class, Options, Resource

_ENDS = ("close", "aclose", "dispose", "shutdown")


@dataclass(frozen=True, slots=True)
class Client:
    """A class to share: its engine, its constructions, the text of their arguments in the module, and how it ends."""

    engine: Resource
    class_: Class
    constructions: tuple[Resource, ...]
    arguments: str
    imports: tuple[str, ...]
    close: str | None
    is_async: bool
    path: str
    module: str

    @property
    def creator(self) -> str:
        """What all its constructions call."""
        return self.constructions[0].creator


def find_client(
    world: World,
    engines: Iterable[Resource],
    constructions: Sequence[Resource],
    beside: str,
    paths: frozenset[str],
    options: Options,
) -> tuple[Client | None, tuple[Held, ...]]:
    """The client class of a deployable, and those that are refused with the reason.

    `engines` are shared by the module `beside`, `constructions` those that may change, of all classes; `paths` are all
    files.
    """
    found: list[Client] = []
    held: list[Held] = []
    for engine in engines:
        class_ = owner(world, engine, options.client_classes)
        if class_ is None:
            continue
        client = _client(world, engine, class_, _of(class_, engine, constructions), _free(paths, beside))
        if isinstance(client, str):
            held.append(Held(engine, "CE307", client))
        elif client is not None:
            found.append(client)
    return max(found, key=lambda client: len(client.constructions), default=None), tuple(held)


def has_factory(world: World, engine: Resource, constructions: Sequence[Resource], options: Options) -> bool:
    """Whether an engine belongs to a client class that a function of its service makes and hands out on each call."""
    class_ = owner(world, engine, options.client_classes)
    if class_ is None:
        return False
    made = _of(class_, engine, constructions)
    return any(row.call.role == "returned" for row in made) and _refusal(world, engine, class_, made) is None


def _of(class_: Class, engine: Resource, constructions: Sequence[Resource]) -> tuple[Resource, ...]:
    creator = creator_of(engine.path, class_)
    return tuple(row for row in constructions if row.creator == creator)


def _client(
    world: World, engine: Resource, class_: Class, made: tuple[Resource, ...], path: str
) -> Client | str | None:
    if all(row.at_import for row in made):
        return None
    if not all(world.scope.holds(row.path) for row in made):
        return "it is constructed outside the folder that may change as well"
    refusal = _refusal(world, engine, class_, made)
    if refusal is not None:
        return refusal
    moved = _arguments(world, made[0], path)
    module = world.modules.import_name(path, engine.path)
    if moved is None or module is None:
        return "its constructor's arguments cannot be read from one place"
    close = next((name for name in _ENDS if world.function(engine.path, f"{class_.name}.{name}") is not None), None)
    ending = world.function(engine.path, f"{class_.name}.{close}") if close else None
    is_async = bool(ending and ending.is_async)
    return Client(engine, class_, made, moved[0], moved[1], close, is_async, path, module)


def _refusal(world: World, engine: Resource, class_: Class, made: Iterable[Resource]) -> str | None:
    """Why one instance cannot serve everybody."""
    for binding in engine.facts.bindings:
        holder, _, method = binding.scope.rpartition(".")
        ends = method in ("__init__", "close", "aclose", "dispose")
        if holder == class_.name and not ends and binding.target.startswith("self."):
            return f"`{method}` keeps state in `{binding.target}`"
    follower = Follower(world)
    keys = set()
    for row in made:
        if row.call.role == "with":
            return "it is used as a context manager, which would close it for everybody"
        sources = [follower.follow(row.path, value, row.scope) for _, value in row.arguments]
        if any(source.data for source in sources):
            return "its constructor's arguments depend on the call"
        keys.add(tuple(source.key for source in sources))
    return "its constructions differ" if len(keys) > 1 else None


def _arguments(world: World, first: Resource, target: str) -> tuple[str, tuple[str, ...]] | None:
    relocator = Relocator(world, target, frozenset({first.path}))
    texts, imports = [], []
    for name, value in first.arguments:
        try:
            moved = relocator.move(first.path, value, first.scope)
        except NotRelocatable:
            return None
        texts.append(f"{name}={moved.text}" if name else moved.text)
        imports += [line for line in moved.imports if line not in imports]
    return ", ".join(texts), tuple(imports)


def _free(paths: frozenset[str], beside: str) -> str:
    folder = posixpath.dirname(beside)
    names = chain(("db_client.py", "shared_client.py"), (f"db_client_{number}.py" for number in count(2)))
    return next(p for name in names if not is_taken(paths, p := posixpath.join(folder, name)))
