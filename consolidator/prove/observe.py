"""Watches a database server while a load runs: a server in, its connections over time out."""

from __future__ import annotations

import datetime
import threading
import time
from typing import TYPE_CHECKING, cast

from consolidator.prove.servers import OBSERVER, Counts, Server, connect
from consolidator.prove.values import Observed

if TYPE_CHECKING:
    import psycopg

INTERVAL_SECONDS = 0.01
SETTLE_SECONDS = 0.5
QUIET_SECONDS = 5.0

_ACTIVITY = """
SELECT count(*), max(query_start) FROM pg_stat_activity
WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND application_name <> %s
AND (datname = ANY(%s) OR datname IS NULL)
"""


def await_quiet(server: Server) -> None:
    """Wait, for a few seconds at most, until the app's connections are gone: the next load starts without them."""
    deadline = time.monotonic() + QUIET_SECONDS
    with connect(server) as connection:
        while _activity(connection, server)[0] and time.monotonic() < deadline:
            time.sleep(0.05)


class Watch:
    """Samples the number of the app's connections in a thread, between `start` and `finish`.

    The app's connections are all those of the database but the observers'. `latest` is for a display.
    """

    def __init__(self, server: Server) -> None:
        self.latest = 0
        self._server = server
        self._stop = threading.Event()
        self._ready = threading.Event()
        self._samples: list[tuple[float, int]] = []
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._sample, name="observer", daemon=True)
        self._before = Counts()
        self._used = False

    def start(self) -> None:
        """Begin; returns when the first sample is there."""
        self._before = self._server.counts()
        self._thread.start()
        self._ready.wait()
        self._check()

    def finish(self, settle: float = SETTLE_SECONDS) -> Observed:
        """End after `settle` seconds, which shows what stays open; raises what made the observation fail."""
        time.sleep(settle)
        self.abandon()
        self._check()
        counts = self._server.counts().since(self._before)
        used = self._used or bool(counts.opened or counts.rejected)
        return Observed(tuple(self._samples), counts.opened, counts.rejected, self._samples[-1][1], used)

    def abandon(self) -> None:
        """End without a result."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _check(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _sample(self) -> None:
        try:
            with connect(self._server) as connection:
                self._loop(connection)
        except Exception as error:
            self._failure = error
        finally:
            self._ready.set()

    def _loop(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        began = time.perf_counter()
        since = _now(connection)
        while True:
            last = self._stop.is_set()
            self.latest, statement = _activity(connection, self._server)
            self._used = self._used or (statement is not None and statement >= since)
            self._samples.append((time.perf_counter() - began, self.latest))
            self._ready.set()
            if last:
                return
            self._stop.wait(INTERVAL_SECONDS)


def _activity(
    connection: psycopg.Connection[tuple[object, ...]], server: Server
) -> tuple[int, datetime.datetime | None]:
    """How many connections the app has, and when it sent its last statement over one of them."""
    row = connection.execute(_ACTIVITY, (OBSERVER, list(server.databases))).fetchone()
    return (int(str(row[0])), cast("datetime.datetime | None", row[1])) if row else (0, None)


def _now(connection: psycopg.Connection[tuple[object, ...]]) -> datetime.datetime:
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    return cast(datetime.datetime, row[0]) if row else datetime.datetime.now(datetime.timezone.utc)
