"""A rewritten deployable to the tests that come along: they assert the wiring, not the shared module's text."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from consolidator.belonging import is_test_path
from consolidator.editing.home_probe import Rerun
from consolidator.editing.wiring_probe import asked, patches
from consolidator.filetree import is_taken
from consolidator.frozen import dataclass
from consolidator.meaning.importing import import_form
from consolidator.meaning.world import World
from consolidator.model import AddImport, Edit, FrameworkUse, Getter, NewFile, Resource, SharedModule
from consolidator.regex import lazy

_TESTS = lazy(r"^(?P<above>.*?)(^|/)tests?(/unit(_?tests?)?)?$")
_CREATION = lazy(r"create_(?:async_)?engine\(")
_GUARDS = lazy(r"add_middleware\((?!\s*(?:CORS|GZip)Middleware)|\.middleware\(|dependencies=|before_request")
CLOSERS = ("close_async_db", "close_db")
_ASGI = ((b"testclient", "testclient"), (b"ASGITransport", "asgi"))
_CLIENTS = {"fastapi": _ASGI, "starlette": _ASGI, "flask": ((b"test_client", "flask"),)}
"""How a service's own tests ask its application: the word that tells, and the client of the tests that come along."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What was done to a deployable: the files that take the engine, the route's object, the application, the edits.

    `shared` is the module that has the engine; where it is a home, `home` says how a test sees what that makes.
    """

    shared: SharedModule
    sites: tuple[str, ...]
    health: FrameworkUse | None
    app: FrameworkUse | None
    edits: Mapping[str, Sequence[Edit]]
    home: Rerun | None = None


def wiring_tests(world: World, paths: frozenset[str], done: Rewritten) -> tuple[NewFile, ...]:
    """A test file, where the service has pytest tests already and they import the shared module as it does.

    `paths` are all files that there are, or will be.
    """
    shared = done.shared
    folder = _tests_folder({path for path in paths if world.scope.holds(path)}, shared.path)
    if folder is None:
        return ()
    stem = shared.module.rpartition(".")[2]
    names = (f"test_{stem}.py", f"test_shared_{stem}.py", f"test_{stem}_module.py")
    path = next((p for n in names if not is_taken(paths, p := posixpath.join(folder, n))), None)
    if path is None or import_form(world, path, shared.path) not in (shared.module,):
        return ()
    getter = asked(shared) if shared.engines else None
    values: tuple[tuple[str, object], ...] = (
        ("module", shared),
        ("root", path.count("/")),
        ("sites", list(done.sites)),
        ("closers", _closers(done.edits)),
        ("getter", getter),
        ("patches", patches(shared, getter) if getter else ()),
        ("health", _health(world, done, path)),
        ("home", done.home),
    )
    return (NewFile(path, "test_db.py.j2", values, reason="tests how the engines are wired"),)


def taking(sites: Iterable[Resource]) -> tuple[str, ...]:
    """The files with converted sites, but for those that go on creating another engine."""
    rows = list(sites)
    count = Counter(site.path for site in rows)
    return tuple(sorted({row.path for row in rows if len(_CREATION.findall(row.facts.source)) <= count[row.path]}))


def _closers(edits: Mapping[str, Sequence[Edit]]) -> list[tuple[str, list[str]]]:
    """The files that close the engines when the service ends, each with the functions that it calls for that."""
    found: dict[str, set[str]] = {}
    for path, rows in edits.items():
        for edit in rows:
            if isinstance(edit, AddImport) and edit.name in CLOSERS:
                found.setdefault(path, set()).add(edit.name)
    return [(path, sorted(names)) for path, names in sorted(found.items())]


def _health(world: World, done: Rewritten, path: str) -> dict[str, object] | None:
    """How the tests reach the route; None where the service's own tests do not show how to ask the application."""
    use, app = done.health, done.app
    if use is None or app is None or app.framework not in _CLIENTS or not done.shared.getters:
        return None
    module, app_module = world.modules.import_name(path, use.path), world.modules.import_name(path, app.path)
    expression = _expression(world, app)
    getter = done.shared.getters[0]
    name = _name_in(world, done, getter)
    if not module or not app_module or expression is None or "." in (module[0], app_module[0]):
        return None
    if name is None or any(_GUARDS.search(world.facts[p].source) for p in (use.path, app.path)):
        return None
    texts = world.survey.texts
    tests = [texts[p] for p in texts if is_test_path(p) and p.endswith(".py")]
    client = next((c for word, c in _CLIENTS[app.framework] if any(word in text for text in tests)), None)
    if client is None:
        return None
    return {
        "module": module,
        "getter": name,
        "is_variable": getter.is_variable,
        "app_module": app_module,
        "app": expression,
        "framework": app.framework,
        "client": client,
        "is_async": getter.is_async,
    }


def _name_in(world: World, done: Rewritten, getter: Getter) -> str | None:
    """What the file of the route calls the getter, which it imports now or did before; None where it does not."""
    assert done.health is not None
    path = done.health.path
    added = {e.name: e.bound or e.name for e in done.edits.get(path, ()) if isinstance(e, AddImport)}
    had = {
        row.name: row.bound
        for row in world.facts[path].imports
        if row.scope == "" and world.modules.resolve(path, row) == done.shared.path
    }
    return added.get(getter.name, had.get(getter.name))


def _expression(world: World, app: FrameworkUse) -> str | None:
    """`app`, or `create_app()` where all its arguments may be left out."""
    if not app.scope:
        return app.name
    function = world.function(app.path, app.scope)
    if function is None or function.scope or any(p.default is None and "*" not in p.kind for p in function.params):
        return None
    return f"{app.scope}()"


def _tests_folder(paths: Collection[str], path: str) -> str | None:
    """Of the tests folders beside or above the shared module, unit tests first, then the one with most files."""
    counted = Counter(posixpath.dirname(p) for p in paths if "test_" in p and re.search(r"(^|/)test_\w+\.py$", p))
    matches = {folder: match for folder in counted if (match := _TESTS.match(folder))}
    around = [folder for folder, match in matches.items() if _holds(match["above"], path)]
    return max(around, key=lambda folder: ("unit" in folder, counted[folder], folder), default=None)


def _holds(folder: str, path: str) -> bool:
    return not folder or path.startswith(f"{folder}/")
