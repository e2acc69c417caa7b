"""The stretches of a function in which it holds a connection: blocks of `with`, open variables, dependencies."""

from __future__ import annotations

from collections.abc import Iterator

from consolidator.belonging import is_test_path
from consolidator.frozen import dataclass
from consolidator.hazards._blocks import Place, body_of, left_between, place_of
from consolidator.hazards._dependencies import dependency, marked, named_dependency
from consolidator.hazards._endings import CLOSES, ENDS, use_of
from consolidator.hazards._index import Index
from consolidator.hazards._openings import Opening
from consolidator.hazards._value import Value, inside_with
from consolidator.hazards._values import Values
from consolidator.meaning.blocks import statements_in
from consolidator.meaning.standing import last_name
from consolidator.meaning.world import World
from consolidator.model import Facts, Function, Param, Span, Statement
from consolidator.syntax.expressions import dotted

_QUIET = {
    "add", "add_all", "expunge", "expunge_all", "expire", "expire_all", "info", "bind", "get_bind", "new", "dirty",
    "deleted", "is_active", "in_transaction", "begin", "no_autoflush", "autoflush", "sync_session", "configure",
}  # fmt: skip
"""Uses of a session that fetch no connection: https://docs.sqlalchemy.org/en/20/orm/session_api.html"""


@dataclass(frozen=True, slots=True)
class Holding:
    """`value` is held in a scope of a file, in `name` ("" where it has none), through `region`."""

    facts: Facts
    scope: str
    name: str
    value: Value
    region: Span

    def has_connection(self, index: Index, at: int) -> bool:
        """Whether a connection is out at an offset.

        A session fetches one with its first statement and gives it back with commit, rollback and close.
        """
        body = body_of(index.world, self.facts, self.scope)
        events = sorted([*self._uses(index, body, at), *self._transactions(body)], reverse=True)
        counting = (fetches for end, fetches in events if end <= at and not left_between(body, end, at))
        return next(counting, self.value.kind != "session")

    def _uses(self, index: Index, body: tuple[Statement, ...], at: int) -> Iterator[tuple[int, bool]]:
        """(offset behind it, whether a connection is out from then on) of every use before `at` that changes it."""
        length = len(self.name.split("."))
        ends = CLOSES | ENDS if self.value.kind == "session" else CLOSES
        rows = index.uses(self.facts.path, self.scope, self.name, self.region.start, at) if self.name else ()
        for ref in rows:
            method = (*ref.dotted[length:], "")[0]
            if method not in _QUIET and (method or not _only_kept(place_of(body, ref.span))):
                yield ref.span.end, method not in ends

    def _transactions(self, body: tuple[Statement, ...]) -> Iterator[tuple[int, bool]]:
        """The ends of `with session.begin()` blocks, which commit."""
        names = (*self.name.split("."), "begin")
        for statement in statements_in(body) if self.name else ():
            begun = [e for e, _ in statement.items if e.kind == "call" and dotted(e.parts[0]) == names]
            if begun and self.value.kind == "session":
                yield statement.span.end, False


def _only_kept(place: Place | None) -> bool:
    """Whether a bare name is given to a constructor, which keeps it and does nothing yet."""
    around = [wrapper for wrapper in place.wrappers if wrapper.kind == "call"] if place else []
    return bool(around) and last_name(around[0])[:1].isupper()


def holdings(index: Index, values: Values, openings: tuple[Opening, ...]) -> Iterator[Holding]:
    """Every stretch outside tests in which a function holds something open."""
    for opening in openings:
        found = _opened(opening)
        if found is not None and opening.function is not None:
            yield found
    aliases = _aliases(index, values)
    for path, facts in index.world.facts.items():
        if not is_test_path(path) and ("Depends" in facts.source or any(name in facts.source for name in aliases)):
            yield from _depended(index.world, values, facts, aliases)


def _opened(opening: Opening) -> Holding | None:
    use = use_of(opening)
    statement = opening.place.statement
    held = [(bound or "") for expr, bound in statement.items if expr.span.holds(opening.call.expr.span)]
    if use.kind == "managed" and held and statement.body:
        return _holding(opening, held[0], _spanning(statement.body))
    if use.kind == "named" and not opening.value.entered and opening.place.after:
        return _holding(opening, use.name, _spanning(opening.place.after))
    return None


def _spanning(block: tuple[Statement, ...]) -> Span:
    return Span(block[0].span.start, block[-1].span.end)


def _holding(opening: Opening, name: str, region: Span) -> Holding:
    return Holding(opening.facts, opening.call.scope, name, opening.value, region)


def _aliases(index: Index, values: Values) -> frozenset[str]:
    """Names for annotations that open something: `SessionDep = Annotated[Session, Depends(get_session)]`."""
    found: set[str] = set()
    calls = (*index.called("Depends"), *index.called("Security"))
    for path, call in ((path, call) for path, call in calls if not call.scope and call.role != "default"):
        source = named_dependency(index.world, path, call.expr, "")
        value = values.returned(source.path, source.function) if source else None
        place = place_of(index.world.facts[path].body, call.expr.span) if value and value.is_open else None
        found |= set(place.statement.targets) if place else set()
    return frozenset(found)


def _depended(world: World, values: Values, facts: Facts, aliases: frozenset[str]) -> Iterator[Holding]:
    for function in facts.functions:
        for param in function.params:
            value = _filled(world, values, facts.path, function, param) if _may_depend(param, aliases) else None
            if value is not None and value.is_open and function.body:
                yield Holding(facts, function.qualname, param.name, value, _spanning(function.body))


def _may_depend(param: Param, aliases: frozenset[str]) -> bool:
    text = param.annotation or ""
    by_default = param.default is not None and marked(param.default) is not None
    return by_default or "Depends(" in text or "Security(" in text or text.rpartition(".")[2] in aliases


def _filled(world: World, values: Values, path: str, function: Function, param: Param) -> Value | None:
    source = dependency(world, path, function, param)
    return inside_with(values.returned(source.path, source.function)) if source else None
