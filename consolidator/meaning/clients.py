"""An engine that a class keeps to the class, where it is a client, and to the calls that make one.

A client is an object of the service's own whose constructor makes an engine: another name for one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from consolidator.meaning.shapes import target_of
from consolidator.meaning.world import World
from consolidator.model import Call, Class, Resource, Source, arguments_of
from consolidator.regex import lazy

_NAME = lazy(r"(Client|Database|Db|DB)$|^(Database|Db|DB)(?=[A-Z]|$)")


def owner(world: World, engine: Resource, named: Collection[str]) -> Class | None:
    """The class whose constructor keeps an engine, if it is a client by its name or `named` as one by the user."""
    if engine.function is None or engine.function.name != "__init__" or not engine.target.startswith("self."):
        return None
    class_ = world.enclosing_class(engine.path, engine.scope)
    if class_ is None or class_.scope:
        return None
    return class_ if class_.name in named or _NAME.search(class_.name) else None


def creator_of(path: str, class_: Class) -> str:
    """What stands for the class as the creator of its objects."""
    return f"{path}:{class_.qualname}"


def clients(world: World, engines: Iterable[Resource], named: Collection[str]) -> Iterator[Resource]:
    """The constructions of every class that owns one of the engines."""
    owners = [(engine.path, class_) for engine in engines if (class_ := owner(world, engine, named)) is not None]
    for path, class_ in dict.fromkeys(owners):
        for where, call in world.calls_to(path, class_.name):
            yield _construction(world, where, call, creator_of(path, class_))


def _construction(world: World, path: str, call: Call, creator: str) -> Resource:
    facts = world.facts[path]
    return Resource(
        path=path,
        facts=facts,
        call=call,
        creator=creator,
        is_async=False,
        function=world.enclosing_function(path, call.scope),
        url=None,
        source=Source(creator),
        options=arguments_of(call),
        target=target_of(facts, call.expr.span, call.scope),
        kind="client",
    )
