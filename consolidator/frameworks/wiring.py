"""What is to be wired into an application: routes, openings and closings, as values."""

from __future__ import annotations

from collections.abc import Iterable

from consolidator.frozen import dataclass, replace
from consolidator.model import AddImport, Facts, SharedModule, Span
from consolidator.syntax.names import names_of


@dataclass(frozen=True, slots=True)
class Step:
    """A function to call at the start or the end: where it is imported from, its name there and here, if awaited."""

    module: str
    name: str
    is_async: bool
    local: str = ""

    @property
    def full(self) -> str:
        """The dotted name of the function."""
        return f"{self.module}{'' if self.module.endswith('.') else '.'}{self.name}"

    @property
    def line(self) -> str:
        """The call as a statement."""
        return f"{'await ' if self.is_async else ''}{self.local or self.name}()"

    @property
    def edit(self) -> AddImport:
        """The import that the call needs."""
        return AddImport(self.module, self.name, self.local if self.local != self.name else None)


@dataclass(frozen=True, slots=True)
class Owner:
    """A generated module whose one instance is made by its function `opens` and ended by `closes`.

    `module` is the name under which the wired file imports it; `opens` is "" for what is made on first use, because
    it connects at once and the application must start without the database as before.
    """

    module: str
    opens: str
    closes: str
    opens_async: bool = False
    closes_async: bool = False


@dataclass(frozen=True, slots=True)
class Wiring:
    """`shared` carries as `module` the name under which the wired file itself imports the shared module.

    `disposed` are the file's statements that dispose of an engine which is shared from now on: where one of
    them ends the application, the closing takes its place. `owners` are opened at the start, and closed at the end
    before the engines.
    """

    shared: SharedModule
    health: bool = True
    close: bool = True
    disposed: tuple[Span, ...] = ()
    owners: tuple[Owner, ...] = ()
    template_dir: str | None = None

    @property
    def asks_async(self) -> bool:
        """Whether the health route asks an async engine: that of the first getter."""
        return bool(self.shared.getters) and self.shared.getters[0].is_async

    def openings(self, facts: Facts) -> tuple[Step, ...]:
        """What the file does not open yet."""
        return _left(facts, (Step(row.module, row.opens, row.opens_async) for row in self.owners if row.opens))

    def closings(self, facts: Facts, awaits: bool = True) -> tuple[Step, ...]:
        """What the file does not close yet, engines last; with `awaits` False only what needs no event loop."""
        rows = (
            *(Step(row.module, row.closes, row.closes_async) for row in self.owners),
            Step(self.shared.module if self.shared.has_async else "", "close_async_db", True),
            Step(self.shared.module if self.shared.has_sync else "", "close_db", False),
        )
        return _left(facts, (row for row in rows if awaits or not row.is_async))


def _left(facts: Facts, rows: Iterable[Step]) -> tuple[Step, ...]:
    """The steps whose function the file does not know yet, each with the name that it gets there."""
    done = set(names_of(facts).values())
    return tuple(replace(row, local=_local(facts, row)) for row in rows if row.module and row.full not in done)


def _local(facts: Facts, row: Step) -> str:
    """The name for the import: another one where the file means something else by the function's."""
    taken = {i.bound for i in facts.imports} | {b.target for b in facts.bindings} | {f.name for f in facts.functions}
    return row.name if row.name not in taken else f"{row.module.strip('.').split('.')[-1]}_{row.name}"
