"""Whether the object before a method's name may be of a class: by what its variable or attribute is given."""

from __future__ import annotations

from collections.abc import Iterable

from consolidator.meaning.world import World
from consolidator.model import Binding, Call, inside, only
from consolidator.syntax.expressions import dotted

Family = frozenset[tuple[str, str]]
"""A class and those derived from it, each as file and qualified name."""

_DRIVER_METHODS = {"connect", "begin", "execute", "dispose", "close", "commit", "rollback", "get", "run", "open"}
"""Methods of so many things that a call of one on something unknown says nothing."""


def may_be(world: World, where: str, call: Call, family: Family, path: str) -> bool:
    """Whether `call`, a method's call in the file `where`, may be made on an object of the family defined in `path`."""
    head = call.expr.parts[0]
    is_telling = head.value not in _DRIVER_METHODS
    base = head.parts[0]
    names = dotted(base.parts[0] if base.kind == "call" else base)
    if names is None:
        return is_telling
    if names[0] in ("self", "cls", "super"):
        own = world.enclosing_class(where, call.scope)
        if len(names) == 1:
            return own is not None and (where, own.qualname) in family
        given = _attribute(world, where, call.scope, names)
        verdict = _verdict(world, where, given, family)
        return (is_telling or where == path) if verdict is None else verdict
    origin = world.resolve(where, names, call.scope)
    if origin.kind == "class":
        return (origin.path, origin.name) in family
    if origin.kind == "external":
        return False
    if origin.kind not in ("local", "value") or origin.rest:
        return is_telling
    given = _variable(world, origin.path, origin.scope, origin.name)
    verdict = _verdict(world, origin.path, given, family)
    return is_telling if verdict is None else verdict


def _verdict(world: World, path: str, given: Iterable[Binding], family: Family) -> bool | None:
    """Whether what was given is of the family: None where only calls of what is unknown, or no calls at all, say."""
    made = [(b.scope, dotted(b.value.parts[0])) for b in given if b.value is not None and b.value.kind == "call"]
    found = [world.resolve(path, names, scope) for scope, names in made if names]
    classes = [(o.path, o.name) for o in found if o.kind == "class"]
    if classes:
        return any(each in family for each in classes)
    return False if found and all(o.kind == "external" for o in found) else None


def _variable(world: World, path: str, scope: str, name: str) -> list[Binding]:
    """Everything that a variable is given; that of a module also where functions declare it `global`."""
    rows = list(world.bindings(path, scope, name))
    if scope == "" and path in world.facts:
        declared = [b for b in world.facts[path].some_bindings(only("")) if b.kind == "global" and b.target == name]
        rows += [row for inner in declared for row in world.bindings(path, inner.scope, name)]
    return rows


def _attribute(world: World, where: str, scope: str, names: tuple[str, ...]) -> list[Binding]:
    """Everything that an attribute is given in the methods of its class."""
    own = world.enclosing_class(where, scope)
    if own is None:
        return []
    within, target = f"{own.qualname}.", ".".join(names)
    rows = world.facts[where].some_bindings(inside(own.qualname, names[-1]))
    return [b for b in rows if b.target == target and b.scope.startswith(within)]
