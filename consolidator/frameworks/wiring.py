"""What is to be wired into an application: routes and closings, as values."""

from __future__ import annotations

from dataclasses import dataclass

from consolidator.model import Facts, SharedModule, Span


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

    def closings(self, facts: Facts, awaits: bool = True) -> tuple[tuple[str, str, bool], ...]:
        """(module, function, whether it is awaited) for what the file does not close yet, the client first.

        With `awaits` False only what needs no event loop.
        """
        rows = [
            (self.client, "close_db_client", self.client_is_async),
            (self.shared.module if self.shared.has_async else "", "close_async_db", True),
            (self.shared.module if self.shared.has_sync else "", "close_db", False),
        ]
        done = {row.name for row in facts.imports}
        return tuple((m, name, late) for m, name, late in rows if m and name not in done and (awaits or not late))
