"""Facts to creation sites: calls that resolve, through imports, to something that creates an engine."""

from __future__ import annotations

from consolidator.frozen import dataclass
from consolidator.meaning.sources import Follower, Source
from consolidator.meaning.world import World
from consolidator.model import Call, Expr, Facts, Function, Ref, Span, Statement
from consolidator.regex import lazy
from consolidator.syntax.expressions import dotted

# https://docs.sqlalchemy.org/en/20/core/engines.html and https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html
_SYNC = lazy(r"^(sqlalchemy(\.engine(\.create)?|\.future)?|sqlmodel(\.main)?)\.(create_engine|engine_from_config)$")
_ASYNC = lazy(
    r"^(sqlalchemy\.ext\.asyncio(\.engine)?|sqlmodel\.ext\.asyncio)\.(create_async_engine|async_engine_from_config)$"
)


@dataclass(frozen=True, slots=True, eq=False)
class CreationSite:
    """One call that creates an engine, with everything known of its surroundings.

    `target` is what the engine is assigned to ("" where it is not), `source` where its URL comes from,
    `options` are its other arguments as written.
    """

    path: str
    facts: Facts
    call: Call
    creator: str
    is_async: bool
    function: Function | None
    class_name: str | None
    url: Expr | None
    source: Source
    options: tuple[tuple[str | None, Expr], ...]
    target: str

    @property
    def symbol(self) -> str:
        """What a person calls the site: the enclosing function, else the variable, else the module."""
        if self.function is not None:
            return self.function.qualname
        return self.target or self.path

    @property
    def scope(self) -> str:
        """The scope that the call stands in."""
        return self.call.scope

    @property
    def at_import(self) -> bool:
        """Whether the engine is created while the module is imported."""
        return self.call.at_import

    def option(self, name: str) -> Expr | None:
        """The expression given for an option."""
        return next((value for key, value in self.options if key == name), None)

    def text(self, expr: Expr) -> str:
        """The source text of an expression of this file."""
        return self.facts.text(expr.span)


def find_sites(world: World) -> tuple[CreationSite, ...]:
    """Every creation site, in path and source order."""
    follower = Follower(world)
    found: list[CreationSite] = []
    for path in sorted(world.facts):
        facts = world.facts[path]
        rows = [_site(world, follower, facts, call) for call in facts.calls]
        found += sorted((row for row in rows if row is not None), key=lambda row: row.call.expr.span.start)
    return tuple(found)


def _site(world: World, follower: Follower, facts: Facts, call: Call) -> CreationSite | None:
    names = dotted(call.expr.parts[0])
    if names is None or not world.is_imported(facts.path, names[0]):
        return None
    origin = world.resolve(facts.path, names, call.scope)
    if origin.kind != "external":
        return None
    is_async = bool(_ASYNC.match(origin.qualified))
    if not is_async and not _SYNC.match(origin.qualified):
        return None
    url = _url(call.expr)
    rest = tuple((key, value) for key, value in call.expr.keywords if key != "url")
    extra = tuple((None, value) for value in call.expr.parts[2:])
    function = enclosing_function(world, facts.path, call.scope)
    class_ = world.enclosing_class(facts.path, call.scope)
    return CreationSite(
        path=facts.path,
        facts=facts,
        call=call,
        creator=origin.qualified,
        is_async=is_async,
        function=function,
        class_name=class_.qualname if class_ else None,
        url=url,
        source=_source(follower, facts.path, origin.qualified, url, call.scope),
        options=rest + extra,
        target=_target(facts, call),
    )


def _source(follower: Follower, path: str, creator: str, url: Expr | None, scope: str) -> Source:
    if creator.endswith("from_config"):
        return Source("?", data="the URL is read from a configuration mapping")
    if url is None:
        return Source("?", data="the URL is hidden in `*` or `**` arguments")
    return follower.follow(path, url, scope)


def _url(call: Expr) -> Expr | None:
    keyword = next((value for key, value in call.keywords if key == "url"), None)
    if keyword is not None:
        return keyword
    first = call.parts[1] if len(call.parts) > 1 else None
    return None if first is None or (first.kind == "other" and first.value == "Starred") else first


def enclosing_function(world: World, path: str, scope: str) -> Function | None:
    """The function or method that a scope lies in, None at module level."""
    while scope:
        found = world.function(path, scope)
        if found is not None:
            return found
        scope = scope.rpartition(".")[0]
    return None


def _target(facts: Facts, call: Call) -> str:
    if call.role != "assigned":
        return ""
    for binding in facts.bindings:
        if binding.value is not None and binding.value.span == call.expr.span and binding.scope == call.scope:
            return binding.target
    return ""


def refs_in(facts: Facts, scope: str, name: str) -> tuple[Ref, ...]:
    """Uses of a name (or of `self.name` and what follows) in a scope and the scopes inside it."""
    parts = tuple(name.split("."))
    inside = f"{scope}." if scope else "."
    return tuple(
        ref
        for ref in facts.refs
        if ref.dotted[: len(parts)] == parts and (ref.scope == scope or ref.scope.startswith(inside))
    )


def statements_in(body: tuple[Statement, ...], holding: Span | None = None) -> list[Statement]:
    """Every statement of a block, nested blocks included; with `holding`, only those that hold a part of the text."""
    found: list[Statement] = []
    _gather(body, holding, found)
    return found


def _gather(body: tuple[Statement, ...], holding: Span | None, found: list[Statement]) -> None:
    for statement in body:
        if holding is not None and not statement.span.holds(holding):
            continue
        found.append(statement)
        for part in (statement.body, statement.orelse, statement.finalbody):
            if part:
                _gather(part, holding, found)
        for handler in statement.handlers:
            _gather(handler.body, holding, found)
