"""Facts of a module to its applications and routers, for frameworks whose routes are methods of an object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Literal

from consolidator.frameworks._paths import is_health, joined, takes, text_of
from consolidator.frozen import dataclass, field
from consolidator.model import Binding, Call, Expr, Facts, FrameworkUse, Wanted, naming
from consolidator.syntax.expressions import dotted
from consolidator.syntax.names import Names, argument, called, names_of, qualified

HEALTH_PATH = "/health/db"


@dataclass(frozen=True, slots=True)
class Web:
    """A framework's vocabulary. `routers` maps a class to the keyword of its prefix; `includes` a method to that
    of the prefix it adds; `routes` are methods that take a path first; `listeners` register start and stop."""

    framework: str
    package: str
    apps: frozenset[str]
    routers: Mapping[str, str] = field(default_factory=dict)
    includes: Mapping[str, str] = field(default_factory=dict)
    mounts: frozenset[str] = frozenset()
    routes: frozenset[str] = frozenset({"get", "route", "add_route", "api_route", "add_api_route"})
    listeners: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Registration:
    """One call of a method of an application or router: a route's decorator, an include, a mount."""

    method: str
    call: Call
    path: str | None


def find_uses(facts: Facts, web: Web) -> tuple[FrameworkUse, ...]:
    """Every application and router that the module creates and keeps under a name."""
    if web.package not in facts.source:
        return ()
    names = names_of(facts)
    made = [row for row in facts.some_bindings(_making(web, names)) if _kind(web, names, row)]
    made = [row for row in made if _stands_in_body(facts, row)]
    return tuple(_use(facts, web, names, binding) for binding in made)


def _making(web: Web, names: Names) -> Wanted:
    """Bodies are wanted that name a class of the framework."""
    known = {*web.apps, *web.routers}
    return naming(
        *{name.rpartition(".")[2] for name in known}, *(bound for bound, full in names.items() if full in known)
    )


def registrations(facts: Facts, name: str, scope: str | None = None) -> Iterator[Registration]:
    """The calls of methods of the object `name`, in source order; with `scope` only those made there."""
    target = tuple(name.split("."))
    for call in sorted(facts.some_calls(naming(target[-1])), key=lambda row: row.expr.span):
        chain = dotted(call.expr.parts[0])
        if chain is not None and chain[:-1] in (target, (*target, "router")) and scope in (None, call.scope):
            first = argument(call.expr, "path", 0) or argument(call.expr, "rule", 0)
            yield Registration(chain[-1], call, text_of(first))


def _kind(web: Web, names: Names, binding: Binding) -> Literal["app", "router", "factory"] | None:
    made = called(names, binding.value)
    if not made or "[" in binding.target:
        return None
    if made in web.apps:
        return "factory" if binding.scope else "app"
    return "router" if made in web.routers else None


def _stands_in_body(facts: Facts, binding: Binding) -> bool:
    """Whether the creating statement runs whenever its module or function does, not in a branch or a class."""
    bodies = [facts.body] if not binding.scope else [f.body for f in facts.functions if f.qualname == binding.scope]
    return any(row.span == binding.span for body in bodies for row in body)


def _use(facts: Facts, web: Web, names: Names, binding: Binding) -> FrameworkUse:
    assert binding.value is not None
    made, kind = called(names, binding.value), _kind(web, names, binding)
    assert kind is not None
    own = _prefix(argument(binding.value, web.routers.get(made, ""))) if kind == "router" else ""
    rows = list(registrations(facts, binding.target))
    return FrameworkUse(
        framework=web.framework,
        path=facts.path,
        kind=kind,
        name=binding.target,
        scope=binding.scope,
        span=binding.span,
        lifespan=_lifespan(binding.value, rows, web),
        has_health_db=_has_health_db(rows, own, web),
        prefix=own,
        has_health=_is_about_health(facts, web, binding, rows),
        catch_all=any(takes_health(row, web, own or "") for row in rows),
        includes=tuple(_include(names, row, web) for row in rows if row.method in web.includes and _object(row)),
        mounts=tuple(
            _named(names, value) for row in rows if row.method in web.mounts for value in row.call.expr.parts[2:]
        ),
    )


def takes_health(row: Registration, web: Web, prefix: str) -> bool:
    """Whether a registration takes `/health/db` for itself: a route for every path, a mount at the root."""
    if row.path is None:
        return False
    if row.method in web.mounts:
        return joined(row.path) in ("/", "/health", HEALTH_PATH)
    return row.method not in web.includes and takes(joined(prefix, row.path), HEALTH_PATH)


def _has_health_db(rows: list[Registration], prefix: str | None, web: Web) -> bool:
    paths = [row.path for row in rows if row.path is not None and row.method not in web.includes]
    return any(joined(prefix or "", path) == HEALTH_PATH or joined(path) == HEALTH_PATH for path in paths)


def _is_about_health(facts: Facts, web: Web, binding: Binding, rows: list[Registration]) -> bool:
    """By a route that probes ask; a router also by its file, its variable, its prefix, its name or its tags."""
    if any(row.path is not None and is_health(row.path) and row.method not in web.mounts for row in rows):
        return True
    if binding.value is None or called(names_of(facts), binding.value) in web.apps:
        return False
    said = [str(part.value) for part in _constants(binding.value)]
    return any("health" in text.lower() for text in (binding.target, PurePosixPath(facts.path).stem, *said))


def _constants(expr: Expr) -> Iterator[Expr]:
    if expr.kind == "const":
        yield expr
    for part in (
        *expr.parts,
        *(value for key, value in expr.keywords if key in ("prefix", "url_prefix", "tags", "name")),
    ):
        yield from _constants(part)


def _lifespan(call: Expr, rows: list[Registration], web: Web) -> str:
    keywords = {key for key, _ in call.keywords}
    if "lifespan" in keywords:
        return "lifespan"
    if any(row.method in web.listeners for row in rows):
        return "on_event"
    return "handlers" if keywords & {"on_shutdown", "on_startup"} else "none"


def _include(names: Names, row: Registration, web: Web) -> tuple[str, str | None]:
    expr = _object(row)
    assert expr is not None
    return _named(names, expr), _prefix(argument(row.call.expr, web.includes[row.method]))


def _object(row: Registration) -> Expr | None:
    """What is included: the first argument, whatever its keyword is called."""
    call = row.call.expr
    if len(call.parts) > 1:
        return call.parts[1]
    return next((value for key, value in call.keywords if key in ("router", "blueprint", "routes")), None)


def _named(names: Names, expr: Expr) -> str:
    """The full name of an imported object, `:name` for one of the module itself, "" for anything else."""
    chain = dotted(expr)
    if chain is None:
        return ""
    return qualified(names, expr) or "" if chain[0] in names else ":" + ".".join(chain)


def _prefix(expr: Expr | None) -> str | None:
    return "" if expr is None else text_of(expr)
