"""A disposable MariaDB on a free loopback port, run as an unprivileged child of this process."""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from consolidator.prove import processes

START_SECONDS = 30.0
PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
"""Debian's server is no program for everyone's PATH."""
QUICK = (
    *("--skip-name-resolve", "--skip-log-bin", "--performance-schema=OFF"),
    *("--innodb-buffer-pool-size=16M", "--innodb-log-file-size=8M", "--innodb-flush-log-at-trx-commit=0"),
)
"""Durability costs time and proves nothing here."""
ACCOUNTS = """\
CREATE DATABASE IF NOT EXISTS app;
CREATE USER IF NOT EXISTS app@'127.0.0.1' IDENTIFIED BY '{password}';
GRANT ALL ON app.* TO app@'127.0.0.1';
CREATE USER IF NOT EXISTS observer@'127.0.0.1' IDENTIFIED BY '{password}';
GRANT PROCESS, CONNECTION ADMIN ON *.* TO observer@'127.0.0.1';
"""
"""`observer` sees the connections of all and may end them."""


class MariaDB:
    """A server whose clients log in as `app`, which owns the database `app`; `home` holds its files."""

    def __init__(self, home: Path, account: processes.Account | None, max_connections: int) -> None:
        self.port = processes.free_port()
        self._home = home
        self._account = account
        self._password = secrets.token_hex(8)
        self._limit = max_connections
        self._child: processes.Child | None = None

    def dsn(self, driver: str = "mysql+pymysql") -> str:
        """The URL of the database `app` for the user `app`; `driver` is its scheme."""
        return f"{driver}://app:{self._password}@127.0.0.1:{self.port}/app"

    def initialise(self) -> None:
        """Make the data folder, and say which accounts the server shall have when it starts."""
        command = [program("mariadb-install-db"), "--no-defaults", f"--datadir={self._data}", "--skip-test-db"]
        done = processes.run(command, cwd=self._home, account=self._account, timeout=120)
        assert done.status == 0, done.output
        self._accounts.write_text(ACCOUNTS.format(password=self._password), encoding="utf-8")

    def launch(self) -> None:
        """Start listening and wait until clients are answered."""
        places = [f"--datadir={self._data}", f"--socket={self._home / 'socket'}", f"--pid-file={self._home / 'pid'}"]
        given = ["--bind-address=127.0.0.1", f"--port={self.port}", f"--max-connections={self._limit}"]
        given += [f"--init-file={self._accounts}"]
        log = self._home / "log"
        with log.open("ab") as output:
            start = log.stat().st_size
            command = [program("mariadbd"), "--no-defaults", *places, *given, *QUICK]
            self._child = processes.start(command, cwd=self._home, output=output, account=self._account)
        deadline = time.monotonic() + START_SECONDS
        while b"ready for connections" not in log.read_bytes()[start:]:
            assert self._child.poll() is None and time.monotonic() < deadline, log.read_text(errors="replace")
            time.sleep(0.02)

    def restart(self) -> None:
        """Stop, breaking every connection, and start again on the same port."""
        self.stop()
        self.launch()

    def stop(self) -> None:
        """End the server. Safe to call twice."""
        if self._child is not None:
            self._child.stop(grace=20)
            self._child = None

    @property
    def _accounts(self) -> Path:
        return self._home / "accounts.sql"

    @property
    def _data(self) -> Path:
        return self._home / "data"


def program(name: str) -> str:
    """Where one of the server's programs is."""
    found = shutil.which(name, path=PLACES)
    if found is None:
        raise RuntimeError("these tests need MariaDB: install Debian's mariadb-server-core and mariadb-client-core")
    return found


@contextmanager
def start(max_connections: int = 40) -> Iterator[MariaDB]:
    """A fresh server, which takes some seconds; it ends and its files go with the block."""
    account = processes.unprivileged()
    with processes.folder("mariadb", account) as home:
        server = MariaDB(home, account, max_connections)
        server.initialise()
        try:
            server.launch()
            yield server
        finally:
            server.stop()
