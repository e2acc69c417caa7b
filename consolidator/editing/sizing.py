"""The engine of a home -> its creating call with pool arguments that are read from the settings, where it stands."""

from __future__ import annotations

import posixpath
from collections.abc import Generator, Iterator, Sequence

from consolidator.annotating import annotation
from consolidator.deciding.merging import POOL
from consolidator.deciding.parts import is_text
from consolidator.deciding.settings import SettingsPlan
from consolidator.deciding.sizing import is_open
from consolidator.deciding.targets import quote_of
from consolidator.editing.cleanup import add_import, bound_names
from consolidator.layout import call
from consolidator.meaning.shapes import is_annotated
from consolidator.meaning.world import World
from consolidator.model import AddImport, Edit, Expr, PoolOptions, Replace, Resource, Span
from consolidator.processes.formatters import formatting
from consolidator.syntax.expressions import dotted
from consolidator.syntax.names import evaluates_later

_POOL_CLASS = "WaitCountingPool"


def sizing_edits(
    world: World, site: Resource, settings: SettingsPlan, pool: PoolOptions, python: tuple[int, int]
) -> list[Edit]:
    """The edits of the file in which an engine is made once, after which its pool is sized by the settings.

    `pool` has the defaults, `python` is the oldest that runs the file. Where the URL is not provably a server's, it is
    asked: SQLite's pools take no sizes in memory, nor before SQLAlchemy 2.0, and creating such an engine would be a
    TypeError.
    """
    return list(_Sizing(world, site, settings, pool, python).edits())


def size_read(world: World, site: Resource, settings: SettingsPlan, pool: PoolOptions) -> str | None:
    """The expression that gives the pool's size after these edits; None where the call has none."""
    sizing = _Sizing(world, site, settings, pool)
    given, value = dict(sizing.values()), site.option("pool_size")
    return given.get("pool_size", site.text(value) if value is not None else None)


class _Sizing:
    """The edits of one creating call."""

    def __init__(
        self,
        world: World,
        site: Resource,
        settings: SettingsPlan,
        pool: PoolOptions,
        python: tuple[int, int] = (3, 9),
    ) -> None:
        self._world = world
        self._site = site
        self._facts = site.facts
        self._settings = settings
        self._pool = pool
        self._python = python
        self._is_server = site.source.dialect is not None
        self._start = site.call.statement.start
        self._indent = site.facts.source[site.facts.source.rfind("\n", 0, self._start) + 1 : self._start]

    def edits(self) -> Iterator[Edit]:
        """Numbers that the call has, arguments that it lacks, what these need in front of it, and imports."""
        yield from self._reading()
        values = dict(self.values())
        given = {key for key, _ in self._site.options}
        for argument, text in values.items():
            value = self._site.option(argument)
            if value is not None:
                yield Replace(value.span, text)
        missing = [(argument, text) for argument, text in values.items() if argument not in given]
        if self._pool.warns:
            yield from self._pool_class()
            missing.append(("poolclass", _POOL_CLASS))
        if missing:
            yield from self._added(missing)

    def values(self) -> Iterator[tuple[str, str]]:
        """Pool arguments that the call lacks or gives as numbers, with the expression for each."""
        names = dict(self._settings.reader.names)
        holder = self._beside() or self._settings.reader.accessor
        for argument, key in POOL.items():
            default = getattr(self._pool, key)
            if not is_open(self._site, argument):
                continue
            if key not in names:
                yield argument, repr(default)
            elif holder is not None:
                yield argument, f"{holder}.{names[key]}"
            else:
                yield argument, f"int(os.environ.get({self._quoted(names[key])}, {self._quoted(str(default))}))"

    def _reading(self) -> Iterator[Edit]:
        """The imports of what has the settings as attributes, where the file does not have it yet."""
        reader = self._settings.reader
        if reader.accessor is None:
            yield AddImport("os")
        elif self._beside() is None:
            head = reader.accessor.split("(")[0].split(".")[0]
            if not any(row.bound == head for row in self._facts.imports):
                yield from (_import(line, self._start if self._site.at_import else None) for line in reader.imports)

    def _beside(self) -> str | None:
        """The object from which the URL itself is read, where that is the settings' own: `settings.DATABASE_URL`."""
        assert self._site.url is not None
        path = self._settings.path
        url: Expr | None = self._site.url
        for _ in range(2):
            if url is None:
                return None
            if url.kind == "attr":
                names = dotted(url)
                field = self._site.source.field
                if names and len(names) == 2 and field is not None and field[0] == path and names[1] == field[2]:
                    return names[0]
                return None
            url = self._bound(url)
        return None

    def _bound(self, name: Expr) -> Expr | None:
        rows = [b for b in self._facts.bindings if b.target == name.value and b.scope in ("", self._site.scope)]
        return rows[0].value if len(rows) == 1 and name.kind == "name" else None

    def _added(self, missing: Sequence[tuple[str, str]]) -> Iterator[Edit]:
        """The arguments in the call; in a dictionary in front of it where the URL may be SQLite's."""
        if self._is_server:
            yield from self._arguments([f"{argument}={text}" for argument, text in missing])
            return
        url = yield from self._url()
        name = next(n for n in ("pool_options", "engine_pool_options") if n not in bound_names(self._facts))
        is_typed = is_annotated(self._facts)
        kept = annotation("dict[str, Any]", self._python, evaluates_later(self._facts), quote_of([self._facts]))
        if is_typed:
            yield add_import("typing", "Any", "Any")
        rows = [f"    {self._quoted(argument)}: {text}," for argument, text in missing]
        lines = [
            f"{name}{f': {kept}' if is_typed else ''} = {{",
            *rows,
            "}",
            f"if {url}:",
            f"    {name}.clear()  # SQLite has a pool of its own",
            "",
        ]
        yield Replace(Span(self._start, self._start), (self._facts.newline + self._indent).join(lines))
        yield from self._arguments([f"**{name}"])

    def _url(self) -> Generator[Edit, None, str]:
        """The condition under which the URL is SQLite's; a URL that is computed in the call gets a name first."""
        url = self._site.url
        assert url is not None
        text = self._site.text(url)
        if dotted(url) is None:
            name = next(n for n in ("database_url", "engine_url") if n not in bound_names(self._facts))
            line = f"{name} = {' '.join(text.split())}{self._facts.newline}{self._indent}"
            yield Replace(Span(self._start, self._start), line)
            yield Replace(url.span, name)
            text = name
        if is_text(self._world, self._site.path, url, self._site.scope):
            return f"{text}.startswith({self._quoted('sqlite')})"
        yield add_import("sqlalchemy.engine", "make_url", "make_url")
        return f"make_url({text}).get_backend_name() == {self._quoted('sqlite')}"

    def _quoted(self, text: str) -> str:
        quote = quote_of([self._facts])
        return f"{quote}{text}{quote}"

    def _arguments(self, rows: Sequence[str]) -> Iterator[Edit]:
        """The call with further arguments behind its own: one a line where it has several lines or gets too long."""
        call = self._site.call.expr
        last = max((e.span for e in (*call.parts[1:], *(v for _, v in call.keywords))), key=lambda span: span.end)
        newline = self._facts.newline
        text = self._facts.source[call.span.start : call.span.end]
        if "\n" in text:
            start = self._facts.source.rfind("\n", 0, last.start) + 1
            line = self._facts.source[start : last.start]
            inner = newline + line[: len(line) - len(line.lstrip())]
            yield Replace(Span(last.end, last.end), "," + inner + f",{inner}".join(rows))
        elif len(self._indent) + (call.span.end - self._start) + sum(len(row) + 2 for row in rows) <= 88:
            yield Replace(Span(last.end, last.end), "".join(f", {row}" for row in rows))
        else:
            yield from self._broken(rows)

    def _broken(self, rows: Sequence[str]) -> Iterator[Edit]:
        """A call of one line, with each argument on a line of its own from now on."""
        call = self._site.call.expr
        newline = self._facts.newline + self._indent
        arguments = sorted(
            [*(part.span.start for part in call.parts[1:]), *(self._begin(key, v) for key, v in call.keywords)]
        )
        source = self._facts.source
        opening = source.index("(", call.parts[0].span.end) + 1
        yield Replace(Span(opening, arguments[0]), f"{newline}    ")
        for start in arguments[1:]:
            comma = source.rindex(",", opening, start)
            yield Replace(Span(comma, start), f",{newline}    ")
        ends = max(e.span.end for e in (*call.parts[1:], *(v for _, v in call.keywords)))
        tail = "".join(f",{newline}    {row}" for row in rows)
        yield Replace(Span(ends, call.span.end), f"{tail},{newline})")

    def _begin(self, key: str | None, value: Expr) -> int:
        """Where a keyword argument begins."""
        source = self._facts.source
        return source.rindex(key, 0, value.span.start) if key else source.rindex("**", 0, value.span.start)

    def _pool_class(self) -> Iterator[Edit]:
        """The pool that tells of many waiting callers, in front of the statement that makes the engine."""
        base = "AsyncAdaptedQueuePool" if self._site.is_async else "QueuePool"
        typed = is_annotated(self._facts)
        yield from (AddImport(name) for name in ("logging", "threading", "time"))
        yield add_import("sqlalchemy.pool", base, base)
        if typed:
            yield add_import("typing", "Any", "Any")
        spans = [s.span for s in self._facts.body if s.span.holds(self._site.call.expr.span)]
        at = min(span.start for span in spans)
        width = formatting(self._world.survey.texts, posixpath.dirname(self._site.path)).width
        text = _WAITING.format(
            name=_POOL_CLASS,
            base=base,
            most=self._pool.wait_warning,
            returns=" -> Any" if typed else "",
            warning=call(*_WARNING, 12, width),
        )
        before = self._facts.source[:at].replace("\r", "")
        apart = "\n" * max(0, 3 - len(before) + len(before.rstrip("\n"))) if before else ""
        yield Replace(Span(at, at), (apart + text).replace("\n", self._facts.newline))


_WARNING = (
    "logging.getLogger(__name__).warning",
    ('"%d callers wait for a database connection"', "self.waiting"),
)
_WAITING = '''class {name}({base}):
    """Warns, once a minute, while many callers wait for a connection."""

    counting = threading.Lock()
    waiting, quiet_until = 0, 0.0

    def connect(self){returns}:
        if self.checkedout() < self.size() + self._max_overflow:
            return super().connect()
        with self.counting:
            self.waiting += 1
            warns = self.waiting > {most} and time.monotonic() > self.quiet_until
            if warns:
                self.quiet_until = time.monotonic() + 60
        if warns:
            {warning}
        try:
            return super().connect()
        finally:
            with self.counting:
                self.waiting -= 1


'''


def _import(line: str, before: int | None) -> Edit:
    """An import line of the settings' reader: `from x import y` or `import x`."""
    words = line.split()
    return add_import(words[1], words[3], words[3], before) if len(words) == 4 else AddImport(words[1], before=before)
