"""What is to be wired into an application: routes and closings, as values."""

from __future__ import annotations

from dataclasses import dataclass, replace

from consolidator.model import AddImport, Facts, SharedModule, Span
from consolidator.syntax.names import names_of


@dataclass(frozen=True, slots=True)
class Closing:
    """A function to call at the end: where it is imported from, its name there and here, whether it is awaited."""

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
        return f"{'await ' if self.is_async else ''}{self.local}()"

    @property
    def edit(self) -> AddImport:
        """The import that the call needs."""
        return AddImport(self.module, self.name, self.local if self.local != self.name else None)


@dataclass(frozen=True, slots=True)
class Wiring:
    """`shared` carries as `module` the name under which the wired file itself imports the shared module.

    `disposed` are the file's statements that dispose of an engine which is shared from now on: where one of
    them ends the application, the closing takes its place. `client` is the import name of a module with
    `close_db_client`, which `client_is_async` awaits.
    """

    shared: SharedModule
    health: bool = True
    close: bool = True
    disposed: tuple[Span, ...] = ()
    client: str = ""
    client_is_async: bool = False
    template_dir: str | None = None

    @property
    def asks_async(self) -> bool:
        """Whether the health route asks an async engine: that of the first getter."""
        return bool(self.shared.getters) and self.shared.getters[0].is_async

    def closings(self, facts: Facts, awaits: bool = True) -> tuple[Closing, ...]:
        """What the file does not close yet, the client first; with `awaits` False only what needs no event loop."""
        rows = [
            Closing(self.client, "close_db_client", self.client_is_async),
            Closing(self.shared.module if self.shared.has_async else "", "close_async_db", True),
            Closing(self.shared.module if self.shared.has_sync else "", "close_db", False),
        ]
        done = set(names_of(facts).values())
        wanted = [row for row in rows if row.module and row.full not in done and (awaits or not row.is_async)]
        return tuple(replace(row, local=_local(facts, row)) for row in wanted)


def _local(facts: Facts, row: Closing) -> str:
    """The name for the import: another one where the file means something else by the function's."""
    taken = {i.bound for i in facts.imports} | {b.target for b in facts.bindings} | {f.name for f in facts.functions}
    return row.name if row.name not in taken else f"{row.module.strip('.').split('.')[-1]}_{row.name}"
