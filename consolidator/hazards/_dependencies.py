"""A parameter in; the dependency that a framework fills it from out, in any of the three ways to write one.

https://fastapi.tiangolo.com/tutorial/dependencies/
"""

from __future__ import annotations

from consolidator.frozen import dataclass
from consolidator.hazards._blocks import walk
from consolidator.meaning.world import World
from consolidator.model import Expr, Function, Param
from consolidator.regex import lazy
from consolidator.syntax.expressions import dotted

_MARKERS = ("Depends", "Security")
_ANNOTATED = lazy(r"\b(?:Depends|Security)\(\s*([A-Za-z_][\w.]*)")
_ALIAS = lazy(r"^[A-Za-z_][\w.]*$")


@dataclass(frozen=True, slots=True)
class Dependency:
    """The function that fills a parameter, as (path, function)."""

    path: str
    function: Function


def dependency(world: World, path: str, owner: Function, param: Param) -> Dependency | None:
    """`x = Depends(f)`, `x: Annotated[T, Depends(f)]`, or a name for such an annotation; None for anything else."""
    given = named_dependency(world, path, param.default, owner.scope) if param.default is not None else None
    if given is not None:
        return given
    text = param.annotation or ""
    found = _ANNOTATED.search(text)
    if found is not None:
        return _function(world, path, tuple(found.group(1).split(".")), owner.scope)
    return _aliased(world, path, text, owner.scope) if _ALIAS.match(text) else None


def named_dependency(world: World, path: str, expr: Expr, scope: str) -> Dependency | None:
    """The function that `Depends(f)` names."""
    names = marked(expr)
    return _function(world, path, names, scope) if names is not None else None


def marked(expr: Expr) -> tuple[str, ...] | None:
    """The name given to `Depends(...)`."""
    if expr.kind != "call" or len(expr.parts) < 2:
        return None
    names = dotted(expr.parts[0])
    return dotted(expr.parts[1]) if names is not None and names[-1] in _MARKERS else None


def _aliased(world: World, path: str, text: str, scope: str) -> Dependency | None:
    origin = world.resolve(path, tuple(text.split(".")), scope)
    if origin.kind != "value" or origin.rest:
        return None
    for binding in world.bindings(origin.path, "", origin.name):
        for expr in walk(binding.value) if binding.value is not None else ():
            found = named_dependency(world, origin.path, expr, "")
            if found is not None:
                return found
    return None


def _function(world: World, path: str, names: tuple[str, ...], scope: str) -> Dependency | None:
    origin = world.resolve(path, names, scope)
    function = world.function(origin.path, origin.name) if not origin.rest else None
    return Dependency(origin.path, function) if function is not None else None
