"""How long an engine lives: cached already, disposed in place, closed by its class."""

from __future__ import annotations

from consolidator.frozen import dataclass
from consolidator.meaning.blocks import refs_in, statements_in
from consolidator.meaning.derived import derived_names
from consolidator.meaning.shapes import mentions
from consolidator.meaning.world import World
from consolidator.model import Facts, Function, Ref, Resource, Span, Statement, only
from consolidator.syntax.expressions import dotted

_CACHES = {"lru_cache", "cache", "cached", "singleton", "once", "cache_resource", "experimental_singleton"}
_POOL_SIZES = ("pool_size", "max_overflow")


@dataclass(frozen=True, slots=True)
class Disposal:
    """A statement that closes an engine. `unwraps` is the `try` whose `finally` holds nothing else."""

    path: str
    statement: Span
    unwraps: Span | None = None


def is_cached(site: Resource) -> bool:
    """Whether the site's function keeps its engine for the whole process."""
    return site.function is not None and is_kept(site.facts, site.function)


def is_kept(facts: Facts, function: Function) -> bool:
    """Whether a function keeps what it makes: by a decorator, a global, a class attribute, a container."""
    for decorator in function.decorators:
        names = dotted(decorator) or dotted(decorator.parts[0] if decorator.parts else decorator)
        if names and names[-1] in _CACHES:
            return True
    return _keeps_globally(facts, function)


def _keeps_globally(facts: Facts, function: Function) -> bool:
    """`global _engine`, `_ENGINES[key] = engine` or a `setdefault`, where the function first asks for it."""
    statements = statements_in(function.body)
    asking = [s for s in statements if s.kind in ("if", "while", "try", "for") and s.value is not None]
    if not asking:
        return False
    own = [b for b in facts.some_bindings(only(function.qualname)) if b.scope == function.qualname]
    shared = {b.target for b in own if b.kind == "global"}
    kept = {b.target for b in own if b.kind != "global"}
    stores = [t for s in statements if s.kind in ("assign", "annassign") for t in s.targets]
    heads = {target.partition("[")[0].partition(".")[0] for target in stores if "[" in target or "." in target}
    heads |= {head for statement in statements if (head := set_by_default(statement))}
    holders = shared & kept
    if heads:
        module_names = (
            {b.target for b in facts.some_bindings(only("")) if b.scope == ""}
            | {c.name for c in facts.classes}
            | {"cls"}
        )
        holders |= (heads & module_names) - {"self"}
    return bool(holders) and any(_asks(statement, holders) for statement in asking)


def set_by_default(statement: Statement) -> str:
    """The container of `_ENGINES.setdefault(key, create_engine(url))`, "" for any other statement."""
    value = statement.value
    names = dotted(value.parts[0]) if value is not None and value.kind == "call" else None
    return names[0] if names is not None and len(names) == 2 and names[1] == "setdefault" else ""


def _asks(statement: Statement, names: set[str]) -> bool:
    """Whether a condition looks at one of the names; a loop over a container asks for what is in it."""
    return statement.value is not None and any(mentions(statement.value, name) for name in names)


def is_handed_on(world: World, site: Resource) -> bool:
    """Whether the engine, or something made of it, outlives the function that makes it: returned, or kept somewhere."""
    function = site.function
    if function is None or is_kept(site.facts, function) or site.call.role == "returned":
        return True
    bindings = [b for b in site.facts.some_bindings(only(site.scope)) if b.scope == site.scope]
    stored = [b for b in bindings if b.kind != "global"]
    shared = {b.target for b in bindings if b.kind == "global"}
    if any("." in b.target or "[" in b.target or b.target in shared for b in stored):
        return True
    return function.is_method or bool(function.scope) or function.name in derived_names(world, site.path)


def is_configured(site: Resource) -> bool:
    """Whether somebody sized this engine's pool on purpose."""
    return any(key in _POOL_SIZES or key is None for key, _ in site.options)


def disposals(
    facts: Facts, scope: str, name: str, body: tuple[Statement, ...], method: str = "dispose"
) -> tuple[Disposal, ...] | None:
    """The statements that end, by `method`, what `name` holds in a scope.

    None where its lifetime is handled in a way that is not understood.
    """
    found = []
    for ref in refs_in(facts, scope, name):
        rest = ref.dotted[len(name.split(".")) :]
        if method not in rest:
            continue
        statement = _bare_call(facts, ref, body)
        if statement is None:
            return None
        found.append(Disposal(facts.path, statement.span, _emptied_try(body, statement)))
    return tuple(found)


def _bare_call(facts: Facts, ref: Ref, body: tuple[Statement, ...]) -> Statement | None:
    """The statement where it is `engine.dispose()`, awaited or not, or hands `engine.dispose` to a clean-up list."""
    inner = [s for s in statements_in(body) if s.kind == "expr" and s.span.holds(ref.span)]
    if not inner:
        return None
    statement = inner[-1]
    text = facts.text(statement.span).removeprefix("await ").strip()
    chain = ".".join(ref.dotted)
    if text.startswith(f"{chain}(") or text.endswith(f"({chain})"):
        return statement
    return None


def _emptied_try(body: tuple[Statement, ...], gone: Statement) -> Span | None:
    for statement in statements_in(body):
        if len(statement.finalbody) == 1 and statement.finalbody[0].span == gone.span:
            return statement.span
    return None
