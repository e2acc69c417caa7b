"""Source texts in; the GET routes without parameters that a FastAPI, Starlette-like or Flask app declares, out.

Reads decorators alone, with the prefixes of routers and blueprints
(https://fastapi.tiangolo.com/tutorial/bigger-applications/, https://flask.palletsprojects.com/blueprints/).
A prefix that is not a literal is taken as empty: whoever sends the requests drops those that nobody answers.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Mapping

from consolidator.frozen import dataclass, field
from consolidator.prove.values import Request

_MAKERS = {"FastAPI": "", "Flask": "", "Quart": "", "APIRouter": "prefix", "Blueprint": "url_prefix"}
_MOUNTS = {"include_router": "prefix", "register_blueprint": "url_prefix"}
_GETTERS = ("get", "route", "api_route")
_PARAMETER = frozenset("{<")
Router = tuple[str, str]
"""(module, name)"""


@dataclass(slots=True)
class _Found:
    """What all modules together declare."""

    own: dict[Router, str] = field(default_factory=dict)
    mounted: dict[Router, tuple[Router, str | None]] = field(default_factory=dict)
    """A router -> the one that includes it, and the prefix given there."""
    flask: set[Router] = field(default_factory=set)
    routes: list[tuple[Router, str]] = field(default_factory=list)


def find_routes(texts: Mapping[str, bytes]) -> tuple[Request, ...]:
    """The requests, sorted by path; `texts` maps posix paths to sources, of which the unreadable are passed over."""
    found = _Found()
    modules = {path: _module(path) for path in texts if path.endswith(".py")}
    names = set(modules.values())
    for path, module in modules.items():
        tree = _parse(texts[path])
        if tree is not None:
            _Reader(module, path, names, found).read(tree)
    paths = {_prefix(router, found, frozenset()) + path for router, path in found.routes}
    plain = (path or "/" for path in paths if not _PARAMETER & set(path))
    return tuple(Request("GET", path) for path in sorted(set(plain)) if _is_sendable(path))


def _is_sendable(path: str) -> bool:
    return path.startswith("/") and path.isascii() and path.isprintable() and " " not in path


def _parse(source: bytes) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _prefix(router: Router, found: _Found, seen: frozenset[Router]) -> str:
    """The whole prefix of a router: a blueprint's own gives way to the one it is registered under."""
    own = found.own.get(router, "")
    if router not in found.mounted or router in seen:
        return own
    parent, given = found.mounted[router]
    outer = _prefix(parent, found, seen | {router})
    if router in found.flask:
        return outer + (own if given is None else given)
    return outer + (given or "") + own


class _Reader:
    """Reads one module into what was found."""

    def __init__(self, module: str, path: str, modules: set[str], found: _Found) -> None:
        self._module = module
        self._package = module if path.endswith("__init__.py") else module.rpartition(".")[0]
        self._modules = modules
        self._found = found
        self._imported: dict[str, Router] = {}

    def read(self, tree: ast.Module) -> None:
        """Note imports first, since calls refer to them."""
        nodes = list(ast.walk(tree))
        for node in nodes:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                self._imported.update(self._bound(node))
        for node in nodes:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                self._note_router(node.targets, node.value)
            elif isinstance(node, ast.Call):
                self._note_mount(node)
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self._found.routes.extend(self._declared(node))

    def _bound(self, node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, Router]]:
        """Local name -> (module, name in it); the name is empty for a module itself."""
        for alias in node.names:
            if isinstance(node, ast.Import):
                yield alias.asname or alias.name.partition(".")[0], (self._known(alias.name), "")
                continue
            source = ".".join(filter(None, (self._base(node.level), node.module)))
            inner = self._known(f"{source}.{alias.name}")
            is_module = inner in self._modules
            yield alias.asname or alias.name, (inner, "") if is_module else (self._known(source), alias.name)

    def _base(self, level: int) -> str:
        parts = self._package.split(".") if level else []
        return ".".join(parts[: len(parts) - level + 1])

    def _known(self, name: str) -> str:
        """The module of the repository that an absolute name means; roots such as `src` may stand before it."""
        if name in self._modules:
            return name
        return next((each for each in self._modules if each.endswith("." + name)), name)

    def _router(self, node: ast.expr) -> Router:
        if isinstance(node, ast.Name):
            module, name = self._imported.get(node.id, (self._module, node.id))
            return module, name or node.id
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return self._imported.get(node.value.id, (self._module, ""))[0], node.attr
        return self._module, ""

    def _note_router(self, targets: list[ast.expr], call: ast.Call) -> None:
        maker = _name(call.func)
        for target in targets:
            if maker in _MAKERS and isinstance(target, ast.Name):
                router = (self._module, target.id)
                self._found.own[router] = _keyword(call, _MAKERS[maker]) or ""
                if maker == "Blueprint":
                    self._found.flask.add(router)

    def _note_mount(self, call: ast.Call) -> None:
        method = _name(call.func)
        if method in _MOUNTS and call.args and isinstance(call.func, ast.Attribute):
            outer = self._router(call.func.value)
            self._found.mounted[self._router(call.args[0])] = (outer, _keyword(call, _MOUNTS[method]))

    def _declared(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[Router, str]]:
        for each in function.decorator_list:
            if not (isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr in _GETTERS):
                continue
            path = _text(each.args[0]) if each.args else _keyword(each, "path") or _keyword(each, "rule")
            if path is not None and _takes_get(each):
                yield self._router(each.func.value), path


def _takes_get(call: ast.Call) -> bool:
    """Whether `methods=` is absent, names GET or cannot be read."""
    given = next((each.value for each in call.keywords if each.arg == "methods"), None)
    if not isinstance(given, (ast.List, ast.Tuple, ast.Set)):
        return True
    return any((_text(each) or "GET").upper() == "GET" for each in given.elts)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _keyword(call: ast.Call, name: str) -> str | None:
    return next((_text(each.value) for each in call.keywords if each.arg == name), None)


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
