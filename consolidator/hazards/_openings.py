"""Where connections and sessions of shared engines are opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from consolidator.frozen import dataclass
from consolidator.hazards._blocks import Place, body_of, place_of
from consolidator.hazards._index import Index
from consolidator.hazards._value import Value
from consolidator.hazards._values import Values
from consolidator.meaning.world import World
from consolidator.model import Call, Facts, Function

_METHODS = ("connect", "begin", "raw_connection", "Session", "AsyncSession")
_FACTORIES = ("sessionmaker", "async_sessionmaker")
_MOST = 100
"""Openings of one function that are looked at; one with more is generated, or wants to keep readers busy."""


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """A call that opens a session or a connection; `function` is None at module level."""

    facts: Facts
    call: Call
    value: Value
    function: Function | None
    place: Place


def find_openings(index: Index, values: Values) -> tuple[Opening, ...]:
    """Every opening outside tests, in path and source order.

    Names are followed from the library's own outward: a factory's variable is called, a function that returns an
    open session opens one for each of its callers.
    """
    found: dict[tuple[str, int, int], Opening] = {}
    counts: Counter[tuple[str, str]] = Counter()
    names = [*_METHODS, *_FACTORIES, *index.names_with("session")]
    asked: set[str] = set()
    while names:
        name = names.pop()
        if name in asked:
            continue
        asked.add(name)
        for path, call in index.called(name):
            value = values.of(path, call.expr, call.scope)
            if value is None:
                continue
            names += _carriers(index.world, path, call, value)
            row = _opening(index.world, path, call, value)
            if row is not None and counts[path, call.scope] < _MOST:
                counts[path, call.scope] += 1
                found[path, call.expr.span.start, call.expr.span.end] = row
    return tuple(found[key] for key in sorted(found))


def _opening(world: World, path: str, call: Call, value: Value) -> Opening | None:
    if not (value.is_open and value.fresh):
        return None
    facts = world.facts[path]
    place = place_of(body_of(world, facts, call.scope), call.expr.span)
    return Opening(facts, call, value, world.function(path, call.scope), place) if place else None


def _carriers(world: World, path: str, call: Call, value: Value) -> Iterator[str]:
    """Names that carry a value further: variables that hold a factory, functions that return or yield it."""
    if value.kind == "maker":
        place = place_of(body_of(world, world.facts[path], call.scope), call.expr.span)
        for target in place.statement.targets if place else ():
            yield target.rpartition(".")[2]
    function = world.function(path, call.scope)
    if function is not None and (value.kind == "maker" or value.is_open):
        yield function.name
