"""A shared module of version 0.1 and what stands around it -> the short form of today, under the same names."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Sequence

from consolidator.belonging import is_test_path
from consolidator.deciding.grouping import unit_of
from consolidator.deciding.parts import reads_numbers
from consolidator.deciding.targets import quote_of
from consolidator.editing.site_edits import cleaned
from consolidator.editing.wiring_probe import asked, patches
from consolidator.editing.wiring_tests import CLOSERS
from consolidator.errors import Refused
from consolidator.frameworks.wiring import Wiring
from consolidator.frozen import dataclass, replace
from consolidator.meaning.importing import import_form
from consolidator.meaning.world import World
from consolidator.model import (
    Action,
    Edit,
    Facts,
    FileEdits,
    Finding,
    Function,
    NewFile,
    Options,
    Plan,
    RemoveImport,
    Replace,
    SharedModule,
)
from consolidator.planning.first_form import getters, is_first_form, reader
from consolidator.processes.floors import Floors
from consolidator.processes.formatters import formatting
from consolidator.processes.versions import Versions
from consolidator.registry import framework_uses, wire
from consolidator.syntax.expressions import dotted
from consolidator.syntax.removing import with_decorators

_PROBES = {"ping", "ping_async", "pool_status"}
_ROUTE = "database_health"
_SHORTER = "shorter, with the same names"
_TESTS = '"""The shared engine module: one engine, its pool settings, closing and health."""'


def upgraded(world: World, options: Options) -> Plan | None:
    """The change of every such module; None where there is none.

    Raises Refused where a file uses something of it that the short form does not have.
    """
    paths = [path for path, facts in sorted(world.facts.items()) if is_first_form(facts) and world.scope.holds(path)]
    rows = [_Upgrade(world, path, options) for path in paths]
    if not rows:
        return None
    edits: dict[str, list[Edit]] = defaultdict(list)
    for row in rows:
        for path, found in row.edits():
            edits[path] += found
    return Plan(
        shared=tuple(row.shared for row in rows),
        new_files=tuple(new for row in rows for new in row.files()),
        file_edits=tuple(FileEdits(path, tuple(found), "asks the shorter module") for path, found in edits.items()),
        text_edits=(),
        findings=tuple(row.finding() for row in rows),
        databases=(),
    )


@dataclass(frozen=True, slots=True)
class _Use:
    """A name that a file takes from the old module."""

    path: str
    name: str
    removal: RemoveImport


class _Upgrade:
    """One module of version 0.1 on its way to the short form."""

    def __init__(self, world: World, path: str, options: Options) -> None:
        self._world = world
        self._path = path
        self._facts = world.facts[path]
        self._options = options
        self._uses = list(self._used())
        self.shared = self._shared()
        self._refuse_others()

    def finding(self) -> Finding:
        """What is told of the module."""
        reason = "version 0.1 wrote it; the short form has the same names"
        return Finding("CE106", "note", self._path, 1, 1, self._path, "module rewritten", Action.CONSOLIDATED, reason)

    def files(self) -> Iterator[NewFile]:
        """The module, and the tests of it where version 0.1 wrote some."""
        yield NewFile(self._path, "db.py.j2", (("module", self.shared),), reason=_SHORTER)
        for path in self._tests():
            getter = asked(self.shared)
            takers = {use.path for use in self._uses if not is_test_path(use.path) and use.name not in _PROBES}
            closing = sorted({(use.path, use.name) for use in self._uses if use.name in CLOSERS})
            closers = {use: [name for path, name in closing if path == use] for use, _ in closing}
            values: tuple[tuple[str, object], ...] = (
                ("module", self.shared),
                ("root", path.count("/")),
                ("sites", sorted(takers - closers.keys())),
                ("closers", list(closers.items())),
                ("getter", getter),
                ("patches", patches(self.shared, getter) if getter else ()),
                ("health", None),
                ("home", None),
            )
            yield NewFile(path, "test_db.py.j2", values, reason=_SHORTER)

    def edits(self) -> Iterator[tuple[str, list[Edit]]]:
        """The health routes, which ask for what the short form leaves to them."""
        for path in sorted({use.path for use in self._uses if use.name in _PROBES and not is_test_path(use.path)}):
            facts = self._world.facts[path]
            function = next((row for row in facts.functions if row.name == _ROUTE), None)
            if function is None:
                raise _unknown(path, "helpers of the health route", self._path)
            target, where = _registration(function)
            use = next((row for row in framework_uses(facts) if row.name == target), None)
            form = import_form(self._world, path, self._path)
            if use is None or form is None or where is None:
                raise _unknown(path, "its health route", self._path)
            wiring = Wiring(replace(self.shared, module=form), close=False, template_dir=self._options.template_dir)
            added = wire(facts, replace(use, has_health_db=False, route=where), wiring)
            gone = [use.removal for use in self._uses if use.path == path and use.name in _PROBES]
            span = with_decorators(facts, function.span) or function.span
            last = max((edit for edit in added if isinstance(edit, Replace)), key=lambda edit: edit.span, default=None)
            rest = [edit for edit in added if edit is not last]
            route = [Replace(span, last.text.strip().replace(f"{_ROUTE}_check", _ROUTE))] if last else []
            yield path, list(cleaned(self._world, path, [*gone, *rest, *route]))

    def _used(self) -> Iterator[_Use]:
        for path in sorted(self._world.modules.importers(self._path)):
            for row in self._world.facts[path].imports if path in self._world.facts else ():
                if self._world.modules.resolve(path, row) == self._path:
                    yield _Use(path, row.name or "*", RemoveImport(row.span, row.bound))

    def _refuse_others(self) -> None:
        known = {getter.name for getter in self.shared.getters} | {"close_db", "close_async_db"}
        known |= {row.by_url for row in self.shared.engines if row.by_url}
        for use in self._uses:
            if use.path in self._tests() or use.name in known:
                continue
            facts = self._world.facts[use.path]
            if use.name not in _PROBES or any(scope != _ROUTE for scope in _scopes(facts, use.removal.bound)):
                raise _unknown(use.path, f"`{use.name}`", self._path)

    def _tests(self) -> list[str]:
        rows = {use.path for use in self._uses if is_test_path(use.path)}
        return sorted(path for path in rows if self._world.facts[path].source.startswith(_TESTS))

    def _shared(self) -> SharedModule:
        folder = posixpath.dirname(self._path)
        versions, style = Versions(self._world.survey.texts), formatting(self._world.survey.texts, folder)
        read, pool = reader(self._facts, self._options.pool)
        given, engines = getters(self._world, self._facts, {use.name for use in self._uses})
        names = [self._world.modules.import_name(use.path, self._path) for use in self._uses]
        module = self._world.modules.dotted(self._path, unit_of(self._world, self._path))
        return SharedModule(
            path=self._path,
            module=module or next((name for name in names if name), ""),
            getters=given,
            reader=read,
            pool=pool,
            engines=engines,
            per_loop=any(row.is_async for row in engines),
            reads_numbers=reads_numbers(self._world.survey, folder, self._path),
            python=Floors((), self._world.survey.texts).python(self._path),
            sqlalchemy=versions.sqlalchemy(folder),
            quote=style.quote or quote_of([self._facts]),
            width=style.width,
        )


def _registration(function: Function) -> tuple[str, str | None]:
    """The object that the route's decorator registers it on, and its path."""
    for decorator in function.decorators:
        names = dotted(decorator.parts[0]) if decorator.kind == "call" else None
        if names is not None and len(names) == 2 and len(decorator.parts) > 1:
            path = decorator.parts[1].value
            return names[0], path if isinstance(path, str) else None
    return "", None


def _scopes(facts: Facts, bound: str) -> Sequence[str]:
    return [ref.scope.rpartition(".")[2] for ref in facts.refs if ref.dotted[0] == bound and ref.ctx == "load"]


def _unknown(path: str, what: str, module: str) -> Refused:
    return Refused(
        f"{path} uses {what} of {module}, which the short form does not have",
        "change that by hand, then run with --upgrade again",
    )
