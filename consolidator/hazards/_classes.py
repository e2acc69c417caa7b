"""Classes of the repository: their bases, their methods, and what is put into their attributes."""

from __future__ import annotations

from consolidator.meaning.world import World
from consolidator.model import Binding, Class, Function
from consolidator.syntax.expressions import dotted

_DEPTH = 8
Owner = tuple[str, str]
"""A class as (path, qualified name)."""


def bases(world: World, path: str, class_: Class) -> list[Owner]:
    """The classes of the repository that a class derives from."""
    chains = [dotted(base) for base in class_.bases]
    origins = [world.resolve(path, names, class_.scope) for names in chains if names]
    return [(o.path, o.name) for o in origins if o.kind == "class" and (o.path, o.name) != (path, class_.qualname)]


def method(world: World, owner: Owner, name: str, depth: int = 0) -> tuple[str, Function] | None:
    """A method with the file it stands in, its class's own or inherited."""
    path, qualname = owner
    function, class_ = world.function(path, f"{qualname}.{name}"), world.class_(path, qualname)
    if function is not None:
        return path, function
    if class_ is None or depth > _DEPTH:
        return None
    inherited = (method(world, base, name, depth + 1) for base in bases(world, path, class_))
    return next((found for found in inherited if found is not None), None)


def methods(world: World, owner: Owner) -> list[Function]:
    """The methods of a class itself."""
    path, qualname = owner
    return [function for function in world.facts[path].functions if function.scope == qualname]


def attribute_bindings(world: World, owner: Owner, name: str) -> list[Binding]:
    """What the class's body and its methods put into an attribute."""
    path, qualname = owner
    rows = list(world.bindings(path, qualname, name))
    for function in methods(world, owner):
        if function.params:
            rows += world.bindings(path, function.qualname, f"{function.params[0].name}.{name}")
    return rows
