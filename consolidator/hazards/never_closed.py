"""Connections and sessions of a shared engine that nobody closes, or not on every way out.

With an engine for each call they went away with it; a shared pool lacks them from then on. Measured on 2.x: a pool
of 3 is gone after 3 calls. https://docs.sqlalchemy.org/en/20/core/connections.html#basic-usage and
https://docs.sqlalchemy.org/en/20/orm/session_basics.html#closing
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from consolidator.frozen import dataclass
from consolidator.hazards._alone import runs_alone
from consolidator.hazards._classes import methods
from consolidator.hazards._endings import Ending, Use, endings, unclosed_return, use_of, yielding
from consolidator.hazards._index import Index
from consolidator.hazards._openings import Opening
from consolidator.hazards._scene import Scene, reported
from consolidator.hazards._value import SiteId
from consolidator.meaning.world import World
from consolidator.model import Finding

CODE = "CE303"
_READERS = {"read_sql", "read_sql_query", "read_sql_table", "to_sql"}
_CURE = "open it with `with`, so that it goes back to the pool on every way out"


class _Verdict(NamedTuple):
    """Why an opening is not closed; `certain`: not only where code in between fails, `always`: whatever happens."""

    reason: str
    certain: bool = True
    always: bool = True


@dataclass(frozen=True, slots=True)
class Leak:
    """A place that takes a connection of the engine that the sites will share, and never gives it back."""

    path: str
    scope: str
    line: int
    reason: str
    sites: frozenset[SiteId]


def find(scene: Scene) -> tuple[Finding, ...]:
    """Every opening, outside tests and scripts, that is not closed."""
    return tuple(_finding(scene, *row) for row in _found(scene))


def leaks(scene: Scene) -> Iterator[Leak]:
    """The places that lose a connection each time, where sharing brings that about."""
    for opening, verdict in _found(scene):
        if verdict.always and scene.level(opening.value) == "warning":
            line = opening.call.expr.span.line
            yield Leak(opening.facts.path, opening.call.scope, line, verdict.reason, opening.value.sites)


def _found(scene: Scene) -> Iterator[tuple[Opening, _Verdict]]:
    for opening in scene.openings:
        if opening.value.entered or runs_alone(scene.world, opening.facts.path, opening.function is None):
            continue
        why = _why(scene, opening)
        if why is not None:
            yield opening, why


def _finding(scene: Scene, opening: Opening, verdict: _Verdict) -> Finding:
    message = (
        f"{_noun(opening)} never closed" if verdict.certain else f"{_noun(opening)} left open when something fails"
    )
    level = scene.level(opening.value) if verdict.certain else "note"
    symbol = opening.call.scope
    return reported(CODE, opening.facts, opening.call.expr.span, symbol, (message, verdict.reason, _CURE), level)


def _noun(opening: Opening) -> str:
    return "session" if opening.value.kind == "session" else "connection"


def _why(scene: Scene, opening: Opening) -> _Verdict | None:
    """None where somebody closes it."""
    use = use_of(opening)
    match use.kind:
        case "chained" | "dropped":
            return _Verdict("nothing holds it that could close it")
        case "passed" if use.name in _READERS:
            return _Verdict(f"`{use.name}` does not close what it is given")
        case "yielded":
            return _Verdict("it is handed out and never closed")
        case "returned":
            return _returned(scene, opening)
        case "named":
            return _named(scene, opening, use)
    return None


def _returned(scene: Scene, opening: Opening) -> _Verdict | None:
    """An open session that a framework fetches, or that nobody here does; callers answer for themselves."""
    function = opening.function
    if function is None or scene.values.callers(opening.facts.path, function):
        return None
    return _Verdict("it is returned open, and nothing is seen that closes it")


def _named(scene: Scene, opening: Opening, use: Use) -> _Verdict | None:
    owner = _class_scope(scene.world, opening, use.name)
    if owner is not None:
        return None if _closed_by_class(scene, opening, owner, use.name) else _Verdict("its object never closes it")
    if opening.function is None or _is_global(scene.world, opening, use.name):
        return _module_level(scene, opening, use.name)
    start = opening.call.expr.span.end
    is_session = opening.value.kind == "session"
    found = list(endings(scene.index, opening.facts, opening.call.scope, use.name, start, is_session))
    return _judged(scene, opening, use.name, found)


def _judged(scene: Scene, opening: Opening, name: str, found: list[Ending]) -> _Verdict | None:
    kinds = {ending.kind for ending in found}
    if "escape" in kinds or any(ending.safe for ending in found if ending.kind in ("close", "with")):
        return None
    if "returned" in kinds:
        return _returned(scene, opening)
    given = yielding(opening.function, name)
    if given is not None:
        if "close" not in kinds:
            return _Verdict("it is handed out and never closed")
        why = "it is closed behind the `yield` without a `finally`, so not when the request fails"
        return _Verdict(why, always=False)
    return _on_the_way_out(scene.index, opening, name, found)


def _on_the_way_out(index: Index, opening: Opening, name: str, found: list[Ending]) -> _Verdict | None:
    last = index.uses(opening.facts.path, opening.call.scope, name, opening.call.expr.span.end)[-1:]
    ends = [e for e in found if e.kind == "close"] or [e for e in found if [e.ref] == last]
    if not ends:
        return _Verdict(f"`{name}` is not closed in this function")
    early = unclosed_return(index, opening, found, name)
    if early is not None:
        return _Verdict(f"`{name}` is not closed before the return in line {early.span.line}", always=False)
    return _Verdict(f"`{name}` is closed only where nothing fails on the way", certain=False, always=False)


def _class_scope(world: World, opening: Opening, name: str) -> tuple[str, str] | None:
    """The class whose attribute holds the opened thing."""
    if not name.startswith(("self.", "cls.")):
        return None
    class_ = world.enclosing_class(opening.facts.path, opening.call.scope)
    return (opening.facts.path, class_.qualname) if class_ else None


def _closed_by_class(scene: Scene, opening: Opening, owner: tuple[str, str], name: str) -> bool:
    """Whether any method closes the attribute, or hands it on."""
    session = opening.value.kind == "session"
    scopes = [function.qualname for function in methods(scene.world, owner)]
    rows = [row for scope in scopes for row in endings(scene.index, opening.facts, scope, name, 0, session)]
    return any(row.kind in ("close", "with", "escape", "returned") for row in rows)


def _module_level(scene: Scene, opening: Opening, name: str) -> _Verdict | None:
    call = f"{name}.close("
    users = {opening.facts.path, *scene.world.modules.importers(opening.facts.path)}
    if any(call in scene.world.facts[path].source for path in users if path in scene.world.facts):
        return None
    # The next one takes its place there, so that they do not add up.
    return _Verdict("it is kept in a variable of the module and never closed", always=False)


def _is_global(world: World, opening: Opening, name: str) -> bool:
    rows = world.bindings(opening.facts.path, opening.call.scope, name)
    return any(row.kind == "global" for row in rows)
