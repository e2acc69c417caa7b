"""The state file: records in and out, and how the fleet stood after each run."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, astuple
from pathlib import Path
from typing import Any

from consolidator.errors import EnvironmentFailed, UsageError
from consolidator.fleet.state.history import Moment
from consolidator.fleet.state.records import Record
from consolidator.fleet.values import Failure, Outcome, Server, Stage
from consolidator.frozen import fields
from consolidator.masking import printable

APPLICATION = 0x666C6574
"""Marks a file as a fleet's state (https://www.sqlite.org/pragma.html#pragma_application_id)."""

VERSION = 1
_COLUMNS = tuple(each.name for each in fields(Record))
_NUMBERS = {"exit_code", "engines_before", "engines_after", "processes", "megabytes", "attempts", "pull_number"}
_TYPES = {**dict.fromkeys(_NUMBERS, "INTEGER"), "seconds": "REAL"}
_QUOTED = ", ".join(f'"{name}"' for name in _COLUMNS)
_SCHEMA = f"""
PRAGMA journal_mode = WAL;
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
CREATE TABLE IF NOT EXISTS service (
  {", ".join(f'"{name}" {_TYPES.get(name, "TEXT")}' for name in _COLUMNS)},
  position INTEGER, listed INTEGER, document TEXT, page BLOB, PRIMARY KEY (name)
);
CREATE TABLE IF NOT EXISTS server (name TEXT PRIMARY KEY, max_connections INTEGER);
CREATE TABLE IF NOT EXISTS history (at TEXT, left INTEGER, unbounded INTEGER, done INTEGER, services INTEGER);
"""


class State:
    """An open state file. Every change is on the disk when its method returns."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def enlist(self, records: Sequence[Record], servers: Sequence[Server]) -> None:
        """Make the fleet consist of these services and servers; what is known of a service stays."""
        described = ("source", "folder", "owner", "servers", "forge")
        updates = ", ".join(f"{name} = excluded.{name}" for name in (*described, "position", "listed"))
        names = ("name", *described, "position", "listed")
        with self._connection as connection:
            connection.execute("UPDATE service SET listed = 0")
            for position, record in enumerate(records):
                row = _row(record)
                values = [*(row[name] for name in names[:-2]), position, 1]
                connection.execute(
                    f"INSERT INTO service ({', '.join(names)}) VALUES ({_marks(names)})"
                    f" ON CONFLICT (name) DO UPDATE SET {updates}",
                    values,
                )
            connection.execute("DELETE FROM server")
            connection.executemany(
                "INSERT INTO server VALUES (?, ?)", [(each.name, each.max_connections) for each in servers]
            )

    def records(self) -> tuple[Record, ...]:
        """The services of the fleet, in the order of the manifest."""
        rows = self._connection.execute(f"SELECT {_QUOTED} FROM service WHERE listed = 1 ORDER BY position")
        return tuple(_record(dict(zip(_COLUMNS, row, strict=True))) for row in rows)

    def servers(self) -> tuple[Server, ...]:
        """The database servers that the manifest names."""
        return tuple(Server(*row) for row in self._connection.execute("SELECT name, max_connections FROM server"))

    def save(self, record: Record, document: str = "", page: bytes = b"") -> None:
        """Note what is known of a service now; an empty document or page leaves the one before."""
        row = _row(record)
        parts = [f'"{name}" = ?' for name in _COLUMNS]
        values = [row[name] for name in _COLUMNS]
        for column, value in (("document", document), ("page", page)):
            if value:
                parts.append(f"{column} = ?")
                values.append(value)
        with self._connection as connection:
            connection.execute(f"UPDATE service SET {', '.join(parts)} WHERE name = ?", [*values, record.name])

    def documents(self) -> dict[str, dict[str, Any]]:
        """What `run -f json` said of each service, by name."""
        rows = self._connection.execute("SELECT name, document FROM service WHERE listed = 1 AND document IS NOT NULL")
        return {name: json.loads(document) for name, document in rows}

    def note(self, moment: Moment) -> None:
        """Add how the fleet stands now to its history."""
        with self._connection as connection:
            connection.execute("INSERT INTO history VALUES (?, ?, ?, ?, ?)", astuple(moment))

    def history(self) -> tuple[Moment, ...]:
        """How the fleet stood after each run, the first one first."""
        return tuple(Moment(*row) for row in self._connection.execute("SELECT * FROM history ORDER BY rowid"))

    def pages(self) -> dict[str, bytes]:
        """The review pages that there are, compressed, by the service's name."""
        rows = self._connection.execute("SELECT name, page FROM service WHERE listed = 1 AND page IS NOT NULL")
        return dict(rows)


@contextmanager
def write_state(path: Path) -> Iterator[State]:
    """Open the state file to write it, making it where it is missing; raises UsageError and EnvironmentFailed."""
    with _explained(path), closing(_connect(path, f"{path.resolve().as_uri()}?mode=rwc")) as connection:
        _check(connection, path, fresh=True)
        connection.executescript(_SCHEMA)
        yield State(connection)


@contextmanager
def read_state(path: Path) -> Iterator[State]:
    """Open the state file to read it, also while a run is writing; raises UsageError and EnvironmentFailed."""
    if not path.is_file():
        raise UsageError(f"there is no state file {printable(str(path))}", "run `consolidate fleet run` first")
    with _explained(path), closing(_connect(path, f"{path.resolve().as_uri()}?mode=ro")) as connection:
        _check(connection, path, fresh=False)
        yield State(connection)


def _connect(path: Path, address: str) -> sqlite3.Connection:
    return sqlite3.connect(address, uri=True, timeout=30)


def _check(connection: sqlite3.Connection, path: Path, fresh: bool) -> None:
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    empty = fresh and not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if mark != APPLICATION and not empty:
        raise UsageError(f"{printable(str(path))} is not the state of a fleet", "name another file with --state")
    if version > VERSION:
        raise UsageError(f"{printable(str(path))} was written by a newer version", "install that version")


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    shown = printable(str(path))
    try:
        yield
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            cure = "name a file in a folder that can be written, or free the disk"
            raise EnvironmentFailed(f"cannot use the state file {shown}: {error}", cure) from None
        raise UsageError(f"{shown} is not the state of a fleet: {error}", "name another file with --state") from None


def _marks(names: Sequence[str]) -> str:
    return ", ".join("?" * len(names))


def _row(record: Record) -> dict[str, Any]:
    return {
        **{name: getattr(record, name) for name in _COLUMNS},
        "servers": json.dumps(record.servers),
        "stage": record.stage.value if record.stage else None,
        "outcome": record.outcome.value if record.outcome else None,
        "error": json.dumps(asdict(record.error)) if record.error else None,
    }


def _record(row: dict[str, Any]) -> Record:
    """A row as `_row` made it; columns that were never written take the default."""
    known: dict[str, Any] = {name: value for name, value in row.items() if value is not None}
    readers: dict[str, Callable[[str], Any]] = {
        "servers": lambda text: tuple((one, two) for one, two in json.loads(text)),
        "stage": Stage,
        "outcome": Outcome,
        "error": lambda text: Failure(**json.loads(text)),
    }
    return Record(**{name: readers[name](value) if name in readers else value for name, value in known.items()})
