"""A snapshot to what is there: the facts of every module that can matter, and who imports whom."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from consolidator.belonging import is_copied, own_paths
from consolidator.model import Facts, Import, Snapshot, Span
from consolidator.modules import ModuleMap
from consolidator.syntax.reading import Unreadable, read

# A file without one of these cannot create an engine or a driver pool.
CREATES = re.compile(
    rb"create_engine|create_async_engine|engine_from_config|create_pool|ConnectionPool"
    rb"|(?:import|from)[ \t]+(?:asyncpg|psycopg|aiopg|aiomysql|pymysql|MySQLdb|databases)"
)
_FRAMEWORK = re.compile(
    rb"\b(FastAPI|APIRouter|Flask|Blueprint|Starlette|Litestar|Sanic|Quart|Celery|Application|WorkerSettings)\b"
)
_IMPORT = re.compile(
    r"^([ \t]*)(?:from[ \t]+(?![ \t])(\.*)(?!\.)[ \t]*(?![ \t])(?:(?!import\b)([\w.]+)(?![\w.])[ \t]+(?![ \t]))?"
    r"import\b[ \t]*(?![ \t])(\([^()#]*(?:#[^\n]*\n[^()#]*)*\)|[^\n#;]+)|import[ \t]+([\w., \t]+))",
    re.MULTILINE,
)
_ASIDE = re.compile(r"(^|/)(tests?|testing|fixtures|alembic|migrations?|versions)/|(^|/)(test_[^/]*|conftest)\.py$")


@dataclass(frozen=True, slots=True)
class Survey:
    """What a commit holds. `facts` by path; `unreadable` maps a path to (finding code, reason in words).

    `texts` are of the service's own files, `paths` are all there are.
    """

    facts: Mapping[str, Facts]
    modules: ModuleMap
    texts: Mapping[str, bytes]
    paths: frozenset[str]
    unreadable: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def survey(snapshot: Snapshot, earlier: Survey | None = None) -> Survey:
    """Read the modules that create engines, those they import and those that import them.

    What an `earlier` survey has read of the same text is not read again.
    """
    paths = frozenset(entry.path for entry in snapshot.entries)
    own = own_paths(paths)
    texts = {path: data for path, data in snapshot.texts.items() if path in own}
    sources = {path: data for path, data in texts.items() if path.endswith(".py") and not is_copied(path)}
    creators = {path for path, data in sources.items() if CREATES.search(data)}
    unknown = {path: reason for path, reason in snapshot.unreadable.items() if path in own and path.endswith(".py")}
    unreadable = {path: ("CE403", reason) for path, reason in unknown.items()}
    if not creators:
        return Survey({}, ModuleMap.of(own, {}), texts, paths, unreadable)
    imports = {path: quick_imports(data) for path, data in sources.items()}
    modules = ModuleMap.of(own, imports)
    wanted = _wanted(creators, sources, imports, modules)
    known = _still(earlier, sources) if earlier is not None else {}
    fresh, failed = _read(wanted - set(known), sources)
    both = {**fresh, **{path: known[path] for path in wanted & set(known)}}
    facts = {path: both[path] for path in sorted(both)}
    exact = {path: module.imports for path, module in facts.items()}
    modules = ModuleMap.of(own, {**imports, **exact})
    return Survey(facts, modules, texts, paths, {**unreadable, **failed})


def _read(wanted: Iterable[str], sources: Mapping[str, bytes]) -> tuple[dict[str, Facts], dict[str, tuple[str, str]]]:
    facts, failed = {}, {}
    with _no_collection():
        for path in sorted(wanted):
            try:
                facts[path] = read(path, sources[path])
            except Unreadable as error:
                failed[path] = (error.code, str(error))
    return facts, failed


def _still(earlier: Survey, sources: Mapping[str, bytes]) -> dict[str, Facts]:
    """What was read of the files that are as they were."""
    return {path: facts for path, facts in earlier.facts.items() if sources.get(path) == earlier.texts.get(path)}


def failure_of(path: str, texts: Mapping[str, bytes]) -> tuple[str, str] | None:
    """Why a file that nobody asked for could not be read: finding code and reason; None where it could be."""
    return _read([path], texts)[1].get(path)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Facts are made by the hundred thousand and none is garbage: collecting would double the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _wanted(
    creators: set[str],
    sources: Mapping[str, bytes],
    imports: Mapping[str, tuple[Import, ...]],
    modules: ModuleMap,
) -> set[str]:
    """Creators, who imports or names them, what both import, and applications.

    A caller's imports tell which URL it hands over. Tests and migrations keep their engines whatever they import:
    their own surroundings need no reading.
    """
    core = {path for path in creators if not _ASIDE.search(path)}
    users = {path for path in _importing(core, modules) if not _ASIDE.search(path)}
    direct = _imported(core | users, imports, modules)
    near = creators | users | direct | _imported(_imported(core, imports, modules), imports, modules)
    near |= _importing(core, modules)
    named = naming(_stem(path) for path in core)
    for path, data in sources.items():
        if named.search(data) or _FRAMEWORK.search(data):
            near.add(path)
    return near & set(sources)


def naming(stems: Iterable[str]) -> re.Pattern[bytes]:
    """What finds a text that names something of a module: `"app.db.engine"`."""
    known = "|".join(re.escape(stem) for stem in sorted(set(stems))) or "(?!)"
    return re.compile(rb"""["'](?:[\w.]*\.)?(?:%s)\.[A-Za-z_]""" % known.encode("utf-8", "surrogateescape"))


def _stem(path: str) -> str:
    parts = path[: -len(".py")].split("/")
    return parts[-2] if parts[-1] == "__init__" and len(parts) > 1 else parts[-1]


def _imported(paths: set[str], imports: Mapping[str, tuple[Import, ...]], modules: ModuleMap) -> set[str]:
    found = {modules.resolve(path, row) for path in paths for row in imports.get(path, ())}
    return {path for path in found if path is not None}


def _importing(paths: set[str], modules: ModuleMap) -> set[str]:
    """Importers, and through packages that pass names on, their importers too."""
    found: set[str] = set()
    fresh = paths
    while fresh:
        rows = {importer for path in fresh for importer in modules.importers(path)} - found
        found |= rows
        fresh = {path for path in rows if path.endswith("__init__.py")}
    return found


def quick_imports(data: bytes) -> tuple[Import, ...]:
    """The import statements of a file, found without parsing it; good enough to know who imports whom."""
    if b"import" not in data:
        return ()
    rows: list[Import] = []
    for match in _IMPORT.finditer(data.decode("utf-8", "replace")):
        indent, dots, module, names, plain = match.groups()
        scope = "" if not indent else "?"
        if plain is not None:
            rows += [_plain(part.split(), scope) for part in plain.split(",") if part.strip()]
        else:
            cleaned = re.sub(r"#[^\n]*|[()\\\n\r]", " ", names)
            parts = [part.split() for part in cleaned.split(",") if part.strip()]
            rows += [Import(module or "", p[0], p[-1], len(dots), scope, Span(0, 0)) for p in parts]
    return tuple(rows)


def _plain(words: list[str], scope: str) -> Import:
    bound = words[-1] if len(words) == 3 else words[0].split(".")[0]
    return Import(words[0], None, bound, 0, scope, Span(0, 0))
