"""The Python files of a commit and their facts, read when somebody asks for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from consolidator.filetree import folder_of, join
from consolidator.meaning.world import World
from consolidator.model import Call, Expr, Facts, Statement, Unread, Wanted, everywhere, naming
from consolidator.syntax.expressions import dotted
from consolidator.syntax.names import Names, called, names_of
from consolidator.syntax.reading import Unreadable, read

_FORKING = (b"import multiprocessing", b"from multiprocessing", b"ProcessPoolExecutor", b"os.fork(", b"billiard")


class Code:
    """The world's facts, and those of further files as they are asked for; nothing of it changes what was read."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._read: dict[str, Facts | None] = {}
        self._forking: dict[str, bool] = {}

    def data(self, path: str) -> bytes:
        """The bytes of a file, none where it was not read."""
        return self.world.survey.texts.get(path, b"")

    def facts(self, path: str) -> Facts | None:
        """The facts of a module; None where it is no module that can be read."""
        known = self.world.facts.get(path)
        if known is not None or path not in self.world.survey.texts:
            return known
        if path not in self._read:
            try:
                self._read[path] = read(path, self.world.survey.texts[path])
            except Unreadable:
                self._read[path] = None
        return self._read[path]

    def forks(self, path: str) -> bool:
        """Whether a module starts further processes out of its own."""
        if path not in self._forking:
            self._forking[path] = any(sign in self.data(path) for sign in _FORKING)
        return self._forking[path]

    def imported(self, facts: Facts) -> Iterator[tuple[str, str | None, str]]:
        """(local name, name there, path) of what a module imports from the repository."""
        for row in facts.imports:
            path = self.world.modules.resolve(facts.path, row)
            if path is not None and path != facts.path:
                yield row.bound, row.name, path

    def beside(self, path: str, folder: str) -> Iterator[str]:
        """The modules directly in a folder next to a file."""
        inside = join(folder_of(path), folder)
        for other in sorted(self.world.modules.tree.files):
            if folder_of(other) == inside:
                yield other


def calls(facts: Facts, wanted: Wanted = everywhere) -> Iterator[tuple[str, Call]]:
    """(full name of what is called, the call); a method of a call's result is named by its last part alone."""
    names = names_of(facts)
    for call in facts.some_calls(wanted):
        yield _full_name(names, call), call


def calls_of(facts: Facts, *lasts: str) -> Iterator[tuple[str, Call]]:
    """Those of what has one of these as the last part of its name, and some others."""
    known = {bound for bound, full in names_of(facts).items() if full.rpartition(".")[2] in lasts}
    return calls(facts, naming(*lasts, *known))


class CallsByScope:
    """The calls of a module by the function in which they stand, as `calls` gives them."""

    def __init__(self, facts: Facts) -> None:
        self._names = names_of(facts)
        self._rows: dict[str, list[Call | Unread]] = defaultdict(list)
        for row in facts.known_calls:
            self._rows[row.scope].append(row)

    def calls(self, scope: str) -> list[tuple[str, Call]]:
        """Those of one function; those of functions inside of it are not among them."""
        rows = self._rows.get(scope, ())
        made = [call for row in rows for call in (row.read().calls if isinstance(row, Unread) else (row,))]
        return [(_full_name(self._names, call), call) for call in made]


def _full_name(names: Names, call: Call) -> str:
    return called(names, call.expr) or f".{call.expr.parts[0].value}"


def statements(rows: tuple[Statement, ...]) -> Iterator[Statement]:
    """The statements of a body and those inside of them, in source order."""
    for row in rows:
        yield row
        yield from statements((*row.body, *row.orelse, *row.handlers, *row.finalbody))


def text_of(expr: Expr | None) -> str:
    """A string constant, "" for anything else."""
    return str(expr.value) if expr is not None and expr.kind == "const" and isinstance(expr.value, str) else ""


def name_of(expr: Expr | None) -> str:
    """A chain of names as it is written, "" for anything else."""
    chain = dotted(expr) if expr is not None else None
    return ".".join(chain) if chain else ""
