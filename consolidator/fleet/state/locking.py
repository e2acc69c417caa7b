"""A state file in; the right to write it, for one process at a time, out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from consolidator.errors import EnvironmentFailed, Refused
from consolidator.masking import printable


@contextmanager
def exclusively(state: Path) -> Iterator[None]:
    """Hold the state file for as long as the block lasts; the system lets go of it however this process ends.

    The lock is a transaction on a small database beside the state file, so that it needs nothing but SQLite
    (https://www.sqlite.org/lockingv3.html) and readers of the state itself are never held up.
    Raises Refused where another run holds it.
    """
    import sqlite3

    try:
        lock = sqlite3.connect(f"{state}.lock", timeout=0, isolation_level=None)
    except sqlite3.Error as error:
        raise EnvironmentFailed(
            f"cannot lock {printable(str(state))}: {error}", "name a state file in a folder that can be written"
        ) from None
    with closing(lock):
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise Refused(
                f"another run is at work on {printable(str(state))}", "wait for it to end, or name another --state"
            ) from None
        yield
