"""A group's code to the parts that its shared module needs: a URL that is text, SQLite engines that are kept, loops."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from consolidator.belonging import is_test_path
from consolidator.deciding.grouping import Group
from consolidator.glances import holds
from consolidator.meaning.lifetime import is_cached
from consolidator.meaning.names import Origin
from consolidator.meaning.shapes import only_return
from consolidator.meaning.sources import Follower
from consolidator.meaning.world import World
from consolidator.model import Expr
from consolidator.regex import lazy
from consolidator.survey import Survey
from consolidator.syntax.expressions import dotted

_TEXT_CALLS = {"str", "os.environ.__getitem__"}
_WITH_DEFAULT = {"os.getenv", "os.environ.get"}
_TEXT_METHODS = {
    *("format", "join", "lower", "replace", "strip", "rstrip", "lstrip", "removeprefix", "removesuffix"),
    *("get_secret_value", "render_as_string", "unicode_string", "encoded_string"),
}
_DEPTH = 8
_LOOPS = lazy(
    rb"asyncio\.(run|new_event_loop|Runner)\b|run_until_complete|anyio\.(run|from_thread)|uvloop\.run|async_to_sync"
    rb"|TestClient|pytest_asyncio|mark\.(asyncio|anyio)|asyncio_mode|IsolatedAsyncioTestCase"
)
_NUMBERS = lazy(rb"\.checked(in|out)\(|\bpool\.(size|overflow|status)\(")
_LOOPING = (b"asyncio", b"run_until_complete", b"anyio", b"uvloop.run", b"async_to_sync", b"TestClient", b"Asyncio")


def keeps_sqlite(group: Group) -> bool:
    """Whether every site kept its engine and a function did so: then the shared module has to keep it as well.

    A module-level engine is kept by its module's variable.
    """
    kept = [is_cached(site) for site in group.sites if not site.at_import]
    return bool(kept) and all(kept)


def pool_per_loop(groups: Iterable[Group], texts: Mapping[str, bytes], unit: str) -> bool:
    """Whether a process may use an async engine in more than one event loop.

    Somebody keeps an engine from before a loop runs, or the deployable or a test starts loops of its own.
    """
    sites = [site for group in groups if group.is_async for site in group.sites]
    if any(site.at_import or is_cached(site) or site.target.startswith(("self.", "cls.")) for site in sites):
        return True
    seen = (texts[path] for path in texts if path.startswith(unit) or is_test_path(path))
    return bool(sites) and any(_LOOPS.search(text) for text in seen if holds(text, _LOOPING))


def reads_numbers(survey: Survey, unit: str, shared: str) -> bool:
    """Whether the deployable's own code, the shared module aside, reads how many connections a pool has."""
    own = (path for path in survey.holding(b"pool") if path.startswith(unit) and path != shared)
    return any(_NUMBERS.search(survey.texts[path]) for path in own)


def is_text(world: World, path: str, expr: Expr, scope: str, depth: int = 0) -> bool:
    """Whether a URL expression is provably text, neither a URL object nor None."""
    if depth > _DEPTH:
        return False
    match expr.kind:
        case "const":
            return isinstance(expr.value, str)
        case "fstring":
            return True
        case "binop" | "or":
            return all(is_text(world, path, part, scope, depth + 1) for part in expr.parts)
        case "ifexp":
            return all(is_text(world, path, part, scope, depth + 1) for part in expr.parts[1:])
        case "subscript":
            return dotted(expr.parts[0]) in (("os", "environ"), ("environ",))
        case "call":
            return _is_text_call(world, path, expr, scope, depth)
        case "name" | "attr":
            names = dotted(expr)
            if names is not None and _is_text_name(world, world.resolve(path, names, scope), depth):
                return True
            return _is_text_field(world, path, expr, scope)
    return False


def _is_text_call(world: World, path: str, expr: Expr, scope: str, depth: int) -> bool:
    function = expr.parts[0]
    if function.kind == "attr" and function.value in _TEXT_METHODS:
        return True
    names = dotted(function)
    if names is None:
        return False
    origin = world.resolve(path, names, scope)
    called = ".".join(names) if origin.kind == "unknown" else origin.qualified
    if called in _WITH_DEFAULT:
        return len(expr.parts) == 3 and is_text(world, path, expr.parts[2], scope, depth + 1)
    if origin.kind == "function" and not origin.rest:
        found = world.function(origin.path, origin.name)
        returned = only_return(found) if found is not None else None
        if found is not None and found.returns == "str":
            return True
        return returned is not None and is_text(world, origin.path, returned, origin.name, depth + 1)
    return called in _TEXT_CALLS


def _is_text_name(world: World, origin: Origin, depth: int) -> bool:
    if origin.kind == "param" and not origin.rest:
        function = world.function(origin.path, origin.scope)
        return any(p.name == origin.name and p.annotation == "str" for p in function.params) if function else False
    if origin.kind in ("local", "value") and not origin.rest:
        rows = world.bindings(origin.path, origin.scope if origin.kind == "local" else "", origin.name)
        values = [row.value for row in rows]
        scope = origin.scope if origin.kind == "local" else ""
        return bool(values) and all(v is not None and is_text(world, origin.path, v, scope, depth + 1) for v in values)
    return False


def _is_text_field(world: World, path: str, expr: Expr, scope: str) -> bool:
    """Whether an expression is a settings field, or a property of the settings, that is annotated as text."""
    field = Follower(world).follow(path, expr, scope).field
    if field is None:
        return False
    home, owner, name = field
    classes = world.facts[home].classes if home in world.facts else ()
    rows = [row for cls in classes if cls.qualname == owner for row in cls.body if row.targets == (name,)]
    return any(row.annotation == "str" for row in rows) or _is_text_property(world, home, f"{owner}.{name}")


def _is_text_property(world: World, path: str, qualname: str) -> bool:
    function = world.function(path, qualname) if path in world.facts else None
    decorated = {(dotted(d) or ("",))[-1] for d in function.decorators} if function is not None else set()
    return function is not None and function.returns == "str" and bool(decorated & {"property", "cached_property"})
