"""A snapshot to what is there: the facts of every module that can matter, and who imports whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial

from consolidator.ahead import read_ahead
from consolidator.belonging import is_copied, own_paths
from consolidator.frozen import dataclass, field
from consolidator.glances import ASKED, Looking
from consolidator.model import Facts, Glance, Snapshot
from consolidator.modules import ModuleMap
from consolidator.regex import lazy
from consolidator.syntax.reading import Unreadable, read
from consolidator.texts import Part
from consolidator.words import sign_of

_NAME = lazy(rb"\w+")
_ASIDE = lazy(r"(^|/)(tests?|testing|fixtures|alembic|migrations?|versions)/|(^|/)(test_[^/]*|conftest)\.py$")


@dataclass(frozen=True, slots=True)
class Survey:
    """What a commit holds. `facts` by path; `unreadable` maps a path to (finding code, reason in words).

    `texts` are of the service's own files, `paths` are all there are. `skipped` maps a reason to the files that
    nobody read for it, as in the snapshot. `words` are those that were looked for in every Python file,
    `oids` the ids of all blobs.
    """

    facts: Mapping[str, Facts]
    modules: ModuleMap
    texts: Mapping[str, bytes]
    paths: frozenset[str]
    unreadable: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    glances: Mapping[str, Glance] = field(default_factory=dict)
    skipped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[bytes, frozenset[str]] = field(default_factory=dict)
    oids: Mapping[str, str] = field(default_factory=dict)

    def holding(self, word: bytes) -> Collection[str]:
        """The own Python files that hold a word."""
        if word in self.words:
            return self.words[word]
        return [path for path in self.texts if path.endswith(".py") and word in self.texts[path]]


Tick = Callable[[int, int], None]
"""Is told how much of how much is done."""


def no_tick(done: int, total: int) -> None:
    """Say nothing."""


def ticking(tell: Callable[[str], None], of: str = "files") -> Tick:
    """What is told how far a stage is, where whoever is told of the stages wants to know: it has a `count` then."""
    found = getattr(tell, "count", None)
    return no_tick if found is None else partial(found, of=of)


def survey(snapshot: Snapshot, earlier: Survey | None = None, tick: Tick = no_tick) -> Survey:
    """Read the modules that create engines, those they import and those that import them.

    What an `earlier` survey has read of the same text is not read again.
    """
    paths = frozenset(entry.path for entry in snapshot.entries)
    own = own_paths(paths)
    texts = Part(snapshot.texts, own)
    looking = _Looking(snapshot, texts, earlier)
    glances = {path: looking.glance(path) for path in texts if path.endswith(".py")}
    words = _holders(glances)
    sources = {path: row for path, row in glances.items() if not is_copied(path)}
    creators = {path for path, row in sources.items() if row.creates}
    unknown = {path: reason for path, reason in snapshot.unreadable.items() if path in own and path.endswith(".py")}
    unreadable = {path: ("CE403", reason) for path, reason in unknown.items()}
    skipped = {why: tuple(path for path in left if path in own) for why, left in snapshot.skipped.items()}
    if not creators:
        return Survey({}, ModuleMap.of(own, {}), texts, paths, unreadable, skipped=skipped, words=words)
    modules = ModuleMap.of(own, {path: row.imports for path, row in sources.items()})
    wanted = _wanted(creators, sources, texts, modules)
    known = looking.known_facts(wanted)
    fresh, failed = _read(wanted - known.keys(), texts, tick)
    both = {**fresh, **known}
    facts = {path: both[path] for path in sorted(both)}
    modules = modules.told({path: module.imports for path, module in facts.items()})
    return Survey(facts, modules, texts, paths, {**unreadable, **failed}, sources, skipped, words, looking.oids)


class _Looking:
    """What is told of each file: by whoever read it, by an earlier survey of the same text, or by a look at it."""

    def __init__(self, snapshot: Snapshot, texts: Mapping[str, bytes], earlier: Survey | None) -> None:
        self.oids = {entry.path: entry.oid for entry in snapshot.entries}
        self._snapshot = snapshot
        self._texts = texts
        self._earlier = earlier
        self._fresh = Looking()

    def glance(self, path: str) -> Glance:
        found = self._snapshot.glances.get(self.oids.get(path, ""))
        if found is None and self._earlier is not None and self._is_same(path):
            found = self._earlier.glances.get(path)
        return self._fresh.glance(self._texts[path]) if found is None else found

    def known_facts(self, wanted: Collection[str]) -> dict[str, Facts]:
        """Those that an earlier survey has of the same text."""
        if self._earlier is None:
            return {}
        return {path: facts for path, facts in self._earlier.facts.items() if path in wanted and self._is_same(path)}

    def _is_same(self, path: str) -> bool:
        return self._earlier is not None and self.oids.get(path, "") == self._earlier.oids.get(path)


def _holders(glances: Mapping[str, Glance]) -> dict[bytes, frozenset[str]]:
    """The files that hold each of the words that later stages ask for."""
    found: dict[bytes, list[str]] = {word: [] for word in ASKED}
    for path, row in glances.items():
        for word in row.words & found.keys() if row.words else ():
            found[word].append(path)
    return {word: frozenset(paths) for word, paths in found.items()}


def _read(
    wanted: Collection[str], sources: Mapping[str, bytes], tick: Tick = no_tick
) -> tuple[dict[str, Facts], dict[str, tuple[str, str]]]:
    facts, failed = {}, {}
    found = read_ahead(sorted(wanted), sources, tick)
    for at, path in enumerate(sorted(wanted)):
        if path in found:
            facts[path] = found[path]
            continue
        tick(at, len(wanted))
        try:
            facts[path] = read(path, sources[path])
        except Unreadable as error:
            failed[path] = (error.code, str(error))
    return facts, failed


def failure_of(path: str, texts: Mapping[str, bytes]) -> tuple[str, str] | None:
    """Why a file that nobody asked for could not be read: finding code and reason; None where it could be."""
    return _read([path], texts)[1].get(path)


def _wanted(
    creators: set[str],
    seen: Mapping[str, Glance],
    texts: Mapping[str, bytes],
    modules: ModuleMap,
) -> set[str]:
    """Creators, who imports or names them, what both import, and applications.

    A caller's imports tell which URL it hands over. Tests and migrations keep their engines whatever they import:
    their own surroundings need no reading.
    """
    core = {path for path in creators if not _ASIDE.search(path)}
    users = {path for path in _importing(core, modules) if not _ASIDE.search(path)}
    direct = _imported(core | users, seen, modules)
    near = creators | users | direct | _imported(_imported(core, seen, modules), seen, modules)
    near |= _importing(core, modules) | {path for path, row in seen.items() if row.serves}
    near |= _naming({_stem(path) for path in core}, {path: seen[path] for path in seen.keys() - near}, texts)
    return near & seen.keys()


def _naming(stems: set[str], seen: Mapping[str, Glance], texts: Mapping[str, bytes]) -> set[str]:
    """The files that name something of a module in a text."""
    named = naming(stems)
    encoded = [stem.encode("utf-8", "surrogateescape") for stem in stems]
    signs = frozenset(map(sign_of, encoded))
    # What is no name stands in no dotted text as they are looked for.
    is_plain = all(_NAME.fullmatch(stem) for stem in encoded)
    among = (path for path, row in seen.items() if not is_plain or not signs.isdisjoint(row.dotted))
    return {path for path in among if named.search(texts[path])}


def naming(stems: Iterable[str]) -> re.Pattern[bytes]:
    """What finds a text that names something of a module: `"app.db.engine"`."""
    known = "|".join(re.escape(stem) for stem in sorted(set(stems))) or "(?!)"
    return re.compile(rb"""["'](?:[\w.]*\.)?(?:%s)\.[A-Za-z_]""" % known.encode("utf-8", "surrogateescape"))


def _stem(path: str) -> str:
    parts = path[: -len(".py")].split("/")
    return parts[-2] if parts[-1] == "__init__" and len(parts) > 1 else parts[-1]


def _imported(paths: set[str], seen: Mapping[str, Glance], modules: ModuleMap) -> set[str]:
    found = {modules.resolve(path, row) for path in paths if path in seen for row in seen[path].imports}
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
