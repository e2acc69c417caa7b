"""Processes to whether they part into several after an engine may have been made, and what their SQLAlchemy can do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from consolidator.frozen import dataclass
from consolidator.model import Process
from consolidator.regex import lazy

_HANDLED = lazy(rb"\b(register_at_fork|worker_process_init|post_fork|postfork|after_fork)\b")
_LEAVES_OPEN = (1, 4, 33)
"""The first version with `dispose(close=False)`: https://github.com/sqlalchemy/sqlalchemy/issues/7877 ."""


def _is_handled(data: bytes) -> bool:
    """Whether a file says what a forked process does; plain words are found in a tenth of an expression's time."""
    return (b"fork" in data or b"worker_process_init" in data) and _HANDLED.search(data) is not None


@dataclass(frozen=True, slots=True)
class Forking:
    """The processes that fork; none where the service says itself what its forked processes do."""

    processes: tuple[Process, ...] = ()

    @classmethod
    def of(cls, processes: Iterable[Process], texts: Mapping[str, bytes]) -> Forking:
        """The processes of a service that fork, and the texts of its files."""
        forking = tuple(process for process in processes if process.forks)
        if forking and any(path.endswith(".py") and _is_handled(texts[path]) for path in texts):
            return cls()
        return cls(forking)

    def reaches(self, path: str) -> bool:
        """Whether a process that loads the file parts into several."""
        return any(path in process.reach for process in self.processes)

    def is_old(self, path: str) -> bool:
        """Whether `dispose(close=False)` may be missing there."""
        floors = [process.sqlalchemy for process in self.processes if path in process.reach and process.sqlalchemy]
        return any(floor < _LEAVES_OPEN for floor in floors)
