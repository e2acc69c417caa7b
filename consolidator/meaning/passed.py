"""A parameter of a function to what the calls of the service pass for it."""

from __future__ import annotations

from typing import NamedTuple

from consolidator.belonging import is_test_path
from consolidator.meaning.names import Origin
from consolidator.meaning.shapes import argument
from consolidator.meaning.world import World
from consolidator.model import Call, Expr, Param


class Passed(NamedTuple):
    """What one call passes, where that stands; None where it cannot be seen."""

    path: str
    value: Expr | None
    scope: str


def passed(world: World, origin: Origin) -> tuple[Passed, ...] | str:
    """What every call passes for the parameter that `origin` is; a reason in words where that is not known."""
    function = world.function(origin.path, origin.scope)
    param = world.param(origin.path, origin.scope, origin.name)
    assert function is not None and param is not None
    reason = f"the URL is the parameter `{param.name}`"
    if param.kind.startswith("*"):
        return reason
    if origin.name in ("self", "cls"):
        return "it belongs to an object"
    target = function.qualname if not function.is_method else origin.scope.rpartition(".")[0]
    if function.is_method and function.name != "__init__":
        return f"{reason} of a method"
    calls = [row for row in world.calls_to(origin.path, target) if _is_served(world, *row)]
    if not calls:
        return f"{reason}, and nobody in the repository is seen to call it"
    given = ((where, argument(call.expr, function, param.name), call.scope) for where, call in calls)
    return tuple(_or_default(Passed(*row), origin.path, param) for row in given)


def _or_default(row: Passed, owner: str, param: Param) -> Passed:
    """The default belongs to `owner`, the module that defines the function."""
    return row if row.value is not None else Passed(owner, param.default, "")


def _is_served(world: World, path: str, call: Call) -> bool:
    """Whether a call runs in the service: not in its tests, nor under `__main__`, which is another process."""
    if is_test_path(path):
        return False
    facts = world.facts[path]
    guards = [s for s in facts.body if s.kind == "if" and "__main__" in facts.text(s.span).partition("\n")[0]]
    return not any(guard.span.holds(call.statement) for guard in guards)
