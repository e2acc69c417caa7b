"""Engines that one file makes again and again: made once for each URL, in that file, and nothing is moved.

The dictionary under a double-checked lock is the form of the shared module: `lru_cache` or `if _engine is None` gave
eight engines to eight threads that started together.
"""

from __future__ import annotations

import posixpath
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence

from consolidator.annotating import annotation
from consolidator.deciding.grouping import Group
from consolidator.deciding.merging import COSMETIC, POOL
from consolidator.deciding.parts import is_text
from consolidator.deciding.targets import quote_of
from consolidator.editing.cleanup import add_import, bound_names, is_within
from consolidator.editing.disposing import disposal_edits
from consolidator.layout import call
from consolidator.meaning.shapes import is_annotated
from consolidator.meaning.world import World
from consolidator.model import AddImport, Edit, Expr, RemoveImport, Replace, Resource, Span, naming
from consolidator.processes.formatters import formatting
from consolidator.syntax.expressions import dotted
from consolidator.syntax.names import evaluates_later, module_names
from consolidator.tokens import one_line

_PASSED = (*POOL, *COSMETIC)
"""Options that are handed to the helper where only the function knows them: they tell no two engines apart."""
_SERVER = ("postgres", "mysql", "mariadb", "mssql", "oracle", "cockroach", "redshift", "snowflake", "clickhouse")


def bounding_edits(
    world: World, group: Group, taken: set[str], python: tuple[int, int], forks: bool = False
) -> dict[str, list[Edit]]:
    """The edits, by file, after which the sites of one file make one engine for each URL and process.

    `taken` are names that other groups of the file have got, `python` is the oldest that runs the file; `forks` says
    that a process which may have made an engine there parts into several.
    """
    edits: dict[str, list[Edit]] = defaultdict(list)
    helper = _Helper(world, group, taken, python, forks)
    edits[helper.path] += helper.edits()
    for site in group.sites:
        for path, rows in disposal_edits(world, site).items():
            edits[path] += rows
    return edits


def unboundable(world: World, group: Group) -> tuple[str, str] | None:
    """Why a group cannot be made once where it stands: finding code and reason."""
    for site in group.sites:
        for key, value in site.options:
            if key is None:
                return "CE212", "some of its options are only known at run time"
            if key not in _PASSED and not _is_lasting(world, site, value):
                return "CE212", f"`{key}` is made of what only the function knows"
    return None


def _is_lasting(world: World, site: Resource, value: Expr) -> bool:
    """Whether the module can say the option outside the function: made of literals and of the module's own names."""
    names = dotted(value)
    if names is not None:
        return world.resolve(site.path, names, site.scope).kind not in ("local", "param", "unknown")
    if value.kind == "other" and value.value in ("Lambda", "ListComp", "SetComp", "DictComp", "GeneratorExp"):
        return False
    parts = [*value.parts, *(inner for _, inner in value.keywords)]
    return all(_is_lasting(world, site, part) for part in parts)


class _Helper:
    """The function of one file that keeps its engines."""

    def __init__(self, world: World, group: Group, taken: set[str], python: tuple[int, int], forks: bool) -> None:
        self._world = world
        self._group = group
        self._first = group.sites[0]
        self.path = self._first.path
        self._facts = self._first.facts
        self._taken = taken
        self._python = python
        self._kind = "AsyncEngine" if group.is_async else "Engine"
        self._name = self._free("_shared_async_engine" if group.is_async else "_shared_engine")
        self._engines = self._free("_async_engines" if group.is_async else "_engines")
        self._lock = self._free(f"{self._engines}_lock")
        self._forks = forks

    def edits(self) -> Iterator[Edit]:
        """The helper before the first function that needs it, its imports, and the calls of it."""
        at = self._place()
        creator, imported = self._creator()
        yield from imported
        yield AddImport("os") if self._forks else AddImport("threading", before=at)
        if self._is_annotated():
            if not self._is_imported():
                module = "sqlalchemy.ext.asyncio" if self._group.is_async else "sqlalchemy.engine"
                yield add_import(module, self._kind, self._kind, at)
            if self._passes() or not self._is_text():
                yield add_import("typing", "Any", "Any", at)
        yield from self._own_imports()
        yield Replace(Span(at, at), self._text(creator))
        for site in self._group.sites:
            assert site.url is not None
            passed = [f"{key}={site.text(value)}" for key, value in site.options if self._is_passed(site, key, value)]
            yield Replace(site.call.expr.span, f"{self._name}({', '.join([site.text(site.url), *passed])})")

    def _text(self, creator: str) -> str:
        quote = '"""'
        typed = self._is_annotated()
        more = (", **options: Any" if typed else ", **options") if self._passes() else ""
        url = "str" if self._is_text() else "Any"
        key = f"tuple[int, {url}]" if self._forks else url
        kept = annotation(
            f"dict[{key}, {self._kind}]", self._python, evaluates_later(self._facts), quote_of([self._facts])
        )
        head = f"def {self._name}(url: {url}{more}) -> {self._kind}:" if typed else f"def {self._name}(url{more}):"
        before = self._facts.source[: self._place()].replace(self._facts.newline, "\n")
        rows = [
            *([] if before.endswith("\n\n") or not before.strip() else [""]),
            f"{self._engines}: {kept} = {{}}" if typed else f"{self._engines} = {{}}",
            *([] if self._forks else [f"{self._lock} = threading.Lock()"]),
            "",
            "",
            head,
            f"    {quote}Return this process's engine for a URL; another one would be another pool.{quote}",
        ]
        if not self._is_server():
            text = "url" if self._is_text() else "str(url)"
            rows += [
                f'    if {text}.startswith("sqlite"):  # has no server to spare, and its file may be replaced',
                *self._call(8, f"return {creator}", ["url", *self._options(sqlite=True)]),
            ]
        rows += self._kept_by_process(creator) if self._forks else self._kept(creator)
        return self._facts.newline.join([*rows, "", "", ""])

    def _kept(self, creator: str) -> list[str]:
        """One engine for each URL, however many threads ask for it first."""
        arguments = ["url", *self._options()]
        return [
            f"    if url not in {self._engines}:",
            f"        with {self._lock}:",
            f"            if url not in {self._engines}:",
            *self._call(16, f"{self._engines}[url] = {creator}", arguments),
            f"    return {self._engines}[url]",
        ]

    def _kept_by_process(self, creator: str) -> list[str]:
        """One for each process: a forked one leaves its parent the connections, and finds no lock that is held.

        Of the engines that threads make at once the first is kept; the others have opened no connection.
        """
        made = call(creator, ["url", *self._options()], 0, sys.maxsize)
        return [
            "    key = os.getpid(), url  # a forked process leaves its parent the connections",
            f"    if key not in {self._engines}:",
            *self._call(8, f"{self._engines}.setdefault", ["key", made]),
            f"    return {self._engines}[key]",
        ]

    def _call(self, indent: int, function: str, arguments: Sequence[str]) -> list[str]:
        """The lines of a call, as long as the service's formatter has them."""
        width = formatting(self._world.survey.texts, posixpath.dirname(self.path)).width
        return f"{' ' * indent}{call(function, arguments, indent, width)}".split("\n")

    def _options(self, sqlite: bool = False) -> list[str]:
        """The options of the site with the largest pool, as it writes them."""
        site = max(self._group.sites, key=_size)
        rows = [(key, value) for key, value in site.options if not (sqlite and key in POOL and not self._agree(key))]
        own = [(key, value) for key, value in rows if not self._is_passed(site, key, value)]
        written = [f"{key}={one_line(site.text(value))}" for key, value in own]
        return [*written, "**options"] if self._passes() and not sqlite else written

    def _agree(self, key: str) -> bool:
        """Whether every site gives an option, and writes the same: SQLite's pools take some of them only."""
        return len({_text_of(site, key) for site in self._group.sites}) == 1

    def _is_passed(self, site: Resource, key: str | None, value: Expr) -> bool:
        return key in _PASSED and not _is_lasting(self._world, site, value)

    def _passes(self) -> bool:
        return any(self._is_passed(site, key, value) for site in self._group.sites for key, value in site.options)

    def _creator(self) -> tuple[str, list[Edit]]:
        """How the module calls what creates an engine, imported at the top where only the function imported it."""
        names = dotted(self._first.call.expr.parts[0]) or ("create_engine",)
        if self._world.resolve(self.path, names, "").kind == "external":
            return ".".join(names), []
        module, _, name = self._first.creator.rpartition(".")
        return name, [add_import(module, name, name)]

    def _own_imports(self) -> Iterator[Edit]:
        """Imports in functions that only the creating calls used."""
        called = [site.call.expr.parts[0].span for site in self._group.sites]
        names = {(dotted(site.call.expr.parts[0]) or ("",))[0] for site in self._group.sites}
        for row in self._facts.imports:
            if row.scope and row.bound in names:
                uses = [
                    r.span
                    for r in self._facts.some_refs(naming(row.bound))
                    if r.dotted[0] == row.bound and is_within(r.scope, row.scope)
                ]
                if uses and all(any(span.holds(use) for span in called) for use in uses):
                    yield RemoveImport(row.span, row.bound)

    def _place(self) -> int:
        """Where the first top-level statement that holds a site begins, its decorators included."""
        spans = [site.call.expr.span for site in self._group.sites]
        statement = next(s.span for s in self._facts.body if any(s.span.holds(span) for span in spans))
        definitions = [*(row.span for row in self._facts.functions), *(row.span for row in self._facts.classes)]
        same = [span for span in definitions if span.end == statement.end and span.holds(statement)]
        return min(span.start for span in (statement, *same))

    def _is_text(self) -> bool:
        """Whether every URL is text; another may be a URL object."""
        rows = [(site, site.url) for site in self._group.sites]
        return all(url is not None and is_text(self._world, site.path, url, site.scope) for site, url in rows)

    def _is_server(self) -> bool:
        """Whether no URL of the group can be SQLite's: by its dialect, or as sizes were given already."""
        sized = any(key in ("pool_size", "max_overflow") for site in self._group.sites for key, _ in site.options)
        return sized or all((site.source.dialect or "").startswith(_SERVER) for site in self._group.sites)

    def _is_annotated(self) -> bool:
        """Whether the file annotates its functions, and the engine's class can be named in it."""
        if self._kind in bound_names(self._facts) and not self._is_imported():
            return False
        return is_annotated(self._facts)

    def _is_imported(self) -> bool:
        """Whether the module has the engine's class already, from wherever SQLAlchemy offers it."""
        have = module_names(self._facts).get(self._kind, "")
        return have.startswith("sqlalchemy.") and have.endswith(f".{self._kind}")

    def _free(self, wanted: str) -> str:
        taken = bound_names(self._facts) | self._taken
        name = next(n for n in (wanted, f"_pooled{wanted}", f"_the{wanted}", f"{wanted}_") if n not in taken)
        self._taken.add(name)
        return name


def _text_of(site: Resource, key: str) -> str | None:
    """An option as the site writes it, None where it gives none."""
    value = site.option(key)
    return None if value is None else one_line(site.text(value))


def _size(site: Resource) -> int:
    """The pool's size, as a number or the module's name of one; 0 where neither is given."""
    value = site.option("pool_size")
    names = dotted(value) if value is not None else None
    if names is not None and len(names) == 1:
        rows = [row.value for row in site.facts.bindings if row.scope == "" and row.target == names[0]]
        value = rows[0] if len(rows) == 1 else None
    return value.value if value is not None and isinstance(value.value, int) else 0
