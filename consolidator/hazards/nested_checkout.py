"""A function that holds a connection of a shared engine takes a second one, itself or through what it calls.

With an engine for each of them that worked; on one bounded pool of 15, 8 to 11 of 20 threads waited for each other
until the timeout (measured). https://docs.sqlalchemy.org/en/20/errors.html#error-3o7r
"""

from __future__ import annotations

from collections.abc import Iterator

from consolidator.frozen import dataclass
from consolidator.hazards._alone import runs_alone
from consolidator.hazards._blocks import body_of, place_of
from consolidator.hazards._holdings import Holding
from consolidator.hazards._openers import happens, runs_into, runs_now, spared_by
from consolidator.hazards._openings import Opening
from consolidator.hazards._scene import Scene, reported
from consolidator.hazards._value import SiteId
from consolidator.model import Call, Finding, Function

CODE = "CE302"
_CURE = "pass the open one on as an argument, or end its block before the second is taken"


@dataclass(frozen=True, slots=True)
class Risk:
    """A place that holds a connection and, at `inner`, takes another of the engine that the sites will share."""

    path: str
    scope: str
    line: int
    inner: str
    sites: frozenset[SiteId]


def find(scene: Scene) -> tuple[Finding, ...]:
    """One finding for each function that holds a connection and each function that it calls for a second one."""
    return tuple(_finding(scene, *row) for row in _found(scene))


def risks(scene: Scene) -> Iterator[Risk]:
    """The places where sharing brings what was none with an engine for each."""
    for holding, call, inner, _ in _found(scene):
        if scene.level(holding.value, inner.value) == "warning":
            where = f"{inner.facts.path}:{inner.call.expr.span.line}"
            sites = frozenset((*holding.value.sites, *inner.value.sites))
            yield Risk(holding.facts.path, holding.scope, call.expr.span.line, where, sites)


def _found(scene: Scene) -> Iterator[tuple[Holding, Call, Opening, str]]:
    seen: set[tuple[str, str, str]] = set()
    for holding in scene.holdings:
        if runs_alone(scene.world, holding.facts.path):
            continue
        for call, inner, function in _nested(scene, holding):
            key = (holding.facts.path, holding.scope, _name(function))
            if key not in seen and _at_once(scene, holding, call, function):
                seen.add(key)
                yield holding, call, inner, _name(function)


def _nested(scene: Scene, holding: Holding) -> Iterator[tuple[Call, Opening, Function | None]]:
    """Calls in the stretch that take another connection of the same engine, with what opens it and what they run."""
    engines = scene.engines(holding.value)
    for call in scene.index.in_scope(holding.facts.path, holding.scope):
        if not holding.region.holds(call.expr.span):
            continue
        for inner, function in _taken(scene, holding.facts.path, call):
            if scene.engines(inner.value) == engines and len(engines) == 1:
                yield call, inner, function
                break


def _name(function: Function | None) -> str:
    """What a person calls the function that a call runs, "" where the call opens something itself."""
    if function is None:
        return ""
    return function.scope.rpartition(".")[2] if function.name == "__init__" else function.name


def _at_once(scene: Scene, holding: Holding, call: Call, function: Function | None) -> bool:
    """Whether a connection is out while the call does its work."""
    place = place_of(body_of(scene.world, holding.facts, call.scope), call.expr.span)
    return place is not None and runs_now(place, function) and holding.has_connection(scene.index, call.expr.span.start)


def _taken(scene: Scene, path: str, call: Call) -> Iterator[tuple[Opening, Function | None]]:
    """The openings that a call is, or runs into, with the function that it calls."""
    own = scene.opening_at.get((path, call.expr.span))
    if own is not None and happens(own) and not spared_by(own):
        yield own, None
    reached = scene.opener(path, call)
    for row in scene.openers[reached[0], reached[1].qualname] if reached else ():
        assert reached is not None
        if runs_into(row, reached[1], call.expr):
            yield row.opening, reached[1]


def _finding(scene: Scene, holding: Holding, call: Call, inner: Opening, name: str) -> Finding:
    held = "a session" if holding.value.kind == "session" else "a connection"
    taken = f"calls `{name}`, which takes another" if name else "takes another"
    where = f" ({inner.facts.path}:{inner.call.expr.span.line})" if name else ""
    words = ("nested checkout", f"it holds {held} and {taken} of the same pool{where}", _CURE)
    level = scene.level(holding.value, inner.value)
    return reported(CODE, holding.facts, call.expr.span, holding.scope, words, level)
