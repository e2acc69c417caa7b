"""All applications and routers of a service to the one that gets the health route, and those that close the pools."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence

from consolidator.frameworks._paths import joined
from consolidator.frameworks._web import HEALTH_PATH
from consolidator.frozen import replace
from consolidator.model import Facts, FrameworkUse
from consolidator.syntax.names import names_of

WEB = ("fastapi", "starlette", "litestar", "quart", "sanic", "aiohttp", "flask", "django")
"""In the order of preference where a service has applications of several frameworks."""
_MAIN = ("main", "app", "application", "server", "api", "asgi", "wsgi", "__init__", "factory", "urls")
_ENTRIES = ("__main__", "main", "app", "run", "server", "worker", "cli")
"""What the entry module of a program is called; any other script is somebody's tool."""


def choose_health(uses: Sequence[FrameworkUse], wanted: str = "yes") -> FrameworkUse | None:
    """The object for `GET /health/db`, its `route` and `before` filled in; None where there is one, or no application.

    An existing health router wins if the whole path can come out as `/health/db` there; else the root application.
    `wanted` is "no", "yes", or "auto": only where the service answers probes already.
    """
    if wanted == "no" or any(use.has_health_db for use in uses):
        return None
    if wanted == "auto" and not any(use.has_health for use in uses):
        return None
    app = root_app(uses)
    if app is None:
        return None
    routers = [use for use in uses if use.kind == "router" and use.framework == app.framework and use.has_health]
    for router in sorted(routers, key=lambda use: ("health" not in posixpath.basename(use.path), use.path)):
        route = _route(router, app, uses)
        if route is not None:
            return replace(router, route=route)
    return replace(app, before=_catching(app, uses))


def choose_close(uses: Sequence[FrameworkUse], modules: Iterable[Facts] = ()) -> tuple[FrameworkUse, ...]:
    """The root application and every worker; the entry module where there is neither.

    A program's entry module needs nothing where an application closes the pools. `modules` are read for handlers
    that others register on the application: such an application is wrapped, not given a lifespan.
    """
    app = root_app(uses)
    workers = [use for use in uses if use.kind == "worker" and use.framework not in ("plain", "gunicorn")]
    if app is None:
        plain = [use for use in uses if use.framework == "plain" and _stem(use) in _ENTRIES]
        return tuple(workers or sorted(plain, key=lambda use: (_ENTRIES.index(_stem(use)), use.path))[:1])
    hooks = [use for use in uses if use.framework == "gunicorn"]
    if app.framework in ("flask", "django") and hooks:
        return (hooks[0], *workers)
    if app.lifespan == "none" and _has_handlers_elsewhere(app, uses, modules):
        app = replace(app, lifespan="elsewhere")
    return (app, *workers)


def root_app(uses: Sequence[FrameworkUse]) -> FrameworkUse | None:
    """The application that the server runs: not mounted by another one, the one with the most in it."""
    apps = [use for use in uses if use.kind in ("app", "factory") and use.framework in WEB]
    mounted = {id(sub) for app in apps for name in app.mounts for sub in apps if names(name, app, sub)}
    roots = [app for app in apps if id(app) not in mounted]
    return min(roots, key=_rank, default=None)


def names(target: str, importer: FrameworkUse, use: FrameworkUse) -> bool:
    """Whether a name in the importer's module, as in `FrameworkUse.includes`, means the object of `use`."""
    if target.startswith(":"):
        return use.path == importer.path and use.name == target[1:]
    module, _, name = target.rpartition(".")
    if not module.strip(".") and not target.startswith("."):
        return False
    if name != use.name:
        return False
    stem = use.path.removesuffix(".py").removesuffix("/__init__")
    if module.startswith("."):
        return stem == _relative(importer.path, module)
    path = module.replace(".", "/")
    return stem == path or stem.endswith(f"/{path}")


def _relative(importer: str, module: str) -> str:
    """The file, without its ending, that a relative module name means."""
    level = len(module) - len(module.lstrip("."))
    folder = posixpath.dirname(importer)
    for _ in range(level - 1):
        folder = posixpath.dirname(folder)
    rest = module.lstrip(".").replace(".", "/")
    return posixpath.join(folder, rest) if rest else folder


def _stem(use: FrameworkUse) -> str:
    return posixpath.basename(use.path).removesuffix(".py")


def _rank(app: FrameworkUse) -> tuple[int, int, int, int, str]:
    stem = _stem(app)
    place = _MAIN.index(stem) if stem in _MAIN else len(_MAIN)
    weight = len(app.includes) + len(app.mounts) + (app.lifespan != "none")
    return WEB.index(app.framework), -weight, place, app.path.count("/"), app.path


def _route(router: FrameworkUse, app: FrameworkUse, uses: Sequence[FrameworkUse]) -> str | None:
    """What to write at a router so that the whole path is `/health/db`; None where its prefixes are not known."""
    for prefix in _prefixes(router, app, uses, ()):
        if prefix is not None and HEALTH_PATH.startswith(f"{joined(prefix).rstrip('/')}/"):
            rest = HEALTH_PATH.removeprefix(joined(prefix).rstrip("/"))
            if rest in (HEALTH_PATH, "/db"):
                return rest
    return None


def _prefixes(
    router: FrameworkUse, app: FrameworkUse, uses: Sequence[FrameworkUse], seen: tuple[str, ...]
) -> list[str | None]:
    """Everything that may stand before the router's own paths, one for each way that it is included."""
    key = f"{router.path}:{router.name}"
    found: list[str | None] = []
    for outer in uses if key not in seen else ():
        for target, given in outer.includes:
            if outer.framework != router.framework or not names(target, outer, router):
                continue
            heads = [""] if outer is app else _prefixes(outer, app, uses, (*seen, key))
            own = _own_prefix(router, given)
            found += [None if head is None or own is None else joined(head, own) for head in heads]
    return found


def _own_prefix(router: FrameworkUse, given: str | None) -> str | None:
    """Prefix of the inclusion and of the router; Flask and its kin let the one given at the inclusion win."""
    if given is None or router.prefix is None:
        return None
    if router.framework in ("flask", "quart"):
        return given or router.prefix
    return joined(given, router.prefix)


def _catching(app: FrameworkUse, uses: Sequence[FrameworkUse]) -> str | None:
    """The first included router that takes every path."""
    for target, _ in app.includes:
        if any(use.catch_all and names(target, app, use) for use in uses if use.kind == "router"):
            return target
    return None


def _has_handlers_elsewhere(app: FrameworkUse, uses: Sequence[FrameworkUse], modules: Iterable[Facts]) -> bool:
    """Whether a router brings `on_event` handlers along, or another module registers some on the application."""
    if any(use.kind == "router" and use.lifespan != "none" for use in uses):
        return True
    for facts in modules:
        local = [bound for bound, full in names_of(facts).items() if names(full, replace(app, path=facts.path), app)]
        if any(ref.dotted[:1] == (name,) and ref.dotted[1:2] == ("on_event",) for name in local for ref in facts.refs):
            return True
        if app.kind == "factory" and any(ref.dotted[-1] in ("on_event", "add_event_handler") for ref in facts.refs):
            return True  # perhaps on what the factory returned, whatever it is called there
    return False
