"""Entry modules to every module that a process may load: the import closure, function-local imports included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from consolidator.filetree import ancestors, folder_of, join
from consolidator.meaning.world import World
from consolidator.model import Facts
from consolidator.modules import ModuleMap
from consolidator.regex import lazy

_NAMING = (
    b"import_module", b"uvicorn", b"gunicorn", b"granian", b"autodiscover_tasks", b"include", b"imports", b"__import__",
    b"INSTALLED_APPS", b':app"', b":app'", b':application"', b":application'",
)  # fmt: skip
"""What a module holds that names others in strings."""

_DOTTED = lazy(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?::[A-Za-z_]\w*)?")
_QUOTED = lazy(rb"[\"']([A-Za-z_]\w{0,60}(?:\.[A-Za-z_]\w{0,60}){0,8}(?::[A-Za-z_]\w{0,60})?)[\"']")


class Graph:
    """Who loads whom; `texts` are the sources, `facts` those that were read."""

    def __init__(self, world: World) -> None:
        self._facts: Mapping[str, Facts] = world.facts
        self._modules: ModuleMap = world.modules
        self._texts: Mapping[str, bytes] = world.survey.texts
        self._known: dict[str, tuple[str, ...]] = {}
        self._closures: dict[tuple[tuple[str, ...], bool], frozenset[str]] = {}

    def closure(
        self, entries: Iterable[str], held: frozenset[str] | None = None, by_path: bool = False
    ) -> frozenset[str]:
        """All files that load when `entries` do; `held` are those that there are, None all; `by_path` says that an
        entry is run as a file, so that the packages around it are not entered."""
        key = (tuple(entries), by_path)
        if held is None and key in self._closures:
            return self._closures[key]
        there = self._modules.tree.files if held is None else held
        fresh = list(key[0])
        if not by_path:
            fresh += [package for path in fresh for package in self._packages(path)]
        found: set[str] = set()
        while fresh:
            path = fresh.pop()
            if path not in found and path in there:
                found.add(path)
                fresh += self.loads(path)
        reached = frozenset(found)
        if held is None:
            self._closures[key] = reached
        return reached

    def loads(self, path: str) -> tuple[str, ...]:
        """The files that a file names in imports and strings, with the packages that are entered on the way."""
        if path not in self._known:
            named = dict.fromkeys([*self._imported(path), *self._named(path)])
            packages = [package for target in named for package in self._packages(target)]
            self._known[path] = tuple(dict.fromkeys([*named, *packages]))
        return self._known[path]

    def _imported(self, path: str) -> Iterator[str]:
        """Imports at any level; those for the type checker alone are never run."""
        checked = _type_checking(self._facts[path]) if path in self._facts else ()
        for row in self._modules.resolved.get(path, ()):
            if not any(start <= row.imported.span.start < end for start, end in checked):
                yield row.file

    def _named(self, path: str) -> Iterator[str]:
        """Modules that are named in strings: tasks of a worker, applications of a server, plug-ins."""
        data = self._texts.get(path, b"")
        if not any(word in data for word in _NAMING):
            return
        for name in dict.fromkeys(_QUOTED.findall(data)):
            text = name.decode("ascii", "replace")
            yield from self.module(path, text.partition(":")[0], whole="." in text or ":" in text)
        if b"autodiscover_tasks" in data:
            yield from self._tasks(path, data)

    def _tasks(self, path: str, data: bytes) -> Iterator[str]:
        """`autodiscover_tasks(["package"])` loads `package.tasks` (docs.celeryq.dev, Celery.autodiscover_tasks)."""
        for name in dict.fromkeys(_QUOTED.findall(data)):
            yield from self.module(path, name.decode("ascii", "replace") + ".tasks", whole=True)

    def module(self, path: str, name: str, whole: bool = True) -> Iterator[str]:
        """The file of a dotted name as the file at `path` would import it; `whole` False: too short to mean one."""
        if not whole or not _DOTTED.fullmatch(name):
            return
        roots = self._modules.roots_used(path) or frozenset(ancestors(folder_of(path)))
        for root in sorted(roots, key=lambda each: (-len(each), each)):
            found = self._modules.tree.module(join(root, name.replace(".", "/")))
            if found is not None and found != path:
                yield found
                return

    def _packages(self, path: str) -> Iterator[str]:
        """The `__init__.py` of each package around a file."""
        for folder in ancestors(folder_of(path)):
            package = join(folder, "__init__.py")
            if package not in self._modules.tree.files:
                return
            if package != path:
                yield package


def _type_checking(facts: Facts) -> tuple[tuple[int, int], ...]:
    """The spans of `if TYPE_CHECKING:` blocks at module level, their `else` left out."""
    found = []
    for row in facts.body:
        if row.kind == "if" and "TYPE_CHECKING" in facts.text(row.span).partition("\n")[0] and row.body:
            found.append((row.body[0].span.start, row.body[-1].span.end))
    return tuple(found)
