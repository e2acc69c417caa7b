"""A disposable PostgreSQL server on a free loopback port, run as an unprivileged child of this process."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType

from consolidator.errors import EnvironmentFailed
from consolidator.prove import processes
from consolidator.prove.binaries import CURE, runnable_binaries

START_SECONDS = 30.0
PORT_TRIES = 3
ROLE = "app"
QUICK = MappingProxyType(
    {
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "unix_socket_directories": "",
        "log_connections": "on",
    }
)
"""Durability costs time and proves nothing here; every opened connection is logged, to be counted."""


def start(max_connections: int = 30, settings: Mapping[str, str] = MappingProxyType({})) -> Postgres:
    """Start a fresh server; takes about a second.

    `max_connections` is the server's, of which it reserves three for superusers. `settings` are further
    server settings by name. Raises EnvironmentFailed with the server's last words where it does not start.
    """
    processes.require_posix()
    account = processes.unprivileged()
    home = processes.make_folder("postgres", account)
    chosen = {**QUICK, "max_connections": str(max_connections), **settings}
    try:
        return _create(home, account, chosen)
    except BaseException:
        processes.remove_folder(home)
        raise


def _create(home: Path, account: processes.Account | None, settings: Mapping[str, str]) -> Postgres:
    cluster = _Cluster(home, account, runnable_binaries(account, home), settings)
    passwords = {"postgres": secrets.token_hex(8), ROLE: secrets.token_hex(8)}
    cluster.initialise(passwords["postgres"])
    cluster.execute(
        *(["SET scram_iterations = 1"] if cluster.version >= 16 else []),
        f"CREATE ROLE {ROLE} LOGIN PASSWORD '{passwords[ROLE]}'",
        f"CREATE DATABASE {ROLE} OWNER {ROLE}",
    )
    server = Postgres(cluster, passwords)
    server.launch()
    return server


class Postgres:
    """A running server; as a context manager it stops and removes its files at the end.

    Clients log in as the role `app`, which owns the database `app` and is no superuser: superusers may use
    the reserved connections and would blur the limit.
    """

    def __init__(self, cluster: _Cluster, passwords: Mapping[str, str]) -> None:
        self.port = 0
        self._cluster = cluster
        self._passwords = passwords
        self._child: processes.Child | None = None

    @property
    def log(self) -> Path:
        """The server's log file; it goes on growing through a restart."""
        return self._cluster.log

    @property
    def max_connections(self) -> int:
        """The server's setting, the reserved ones included."""
        return int(self._cluster.settings["max_connections"])

    def dsn(self, driver: str = "postgresql") -> str:
        """The URL of the database `app` for the role `app`; `driver` is its scheme, such as `postgresql+asyncpg`."""
        return f"{driver}://{ROLE}:{self._passwords[ROLE]}@127.0.0.1:{self.port}/{ROLE}"

    def admin_dsn(self) -> str:
        """The URL of the database `app` for the superuser, who may use the reserved connections."""
        return f"postgresql://postgres:{self._passwords['postgres']}@127.0.0.1:{self.port}/{ROLE}"

    def launch(self) -> None:
        """Start listening, on a free port the first time; another process may take it first, so try again."""
        for attempt in range(PORT_TRIES):
            self.port = processes.free_port()
            try:
                self._child = self._cluster.launch(self.port)
                return
            except EnvironmentFailed:
                if attempt + 1 == PORT_TRIES or not self._cluster.says("Address already in use"):
                    raise

    def restart(self) -> None:
        """Stop at once, breaking every connection, and start again on the same port."""
        self._halt()
        self._child = self._cluster.launch(self.port)

    def stop(self) -> None:
        """Stop the server and remove its files. Safe to call twice."""
        self._halt()
        processes.remove_folder(self._cluster.home)

    def __enter__(self) -> Postgres:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _halt(self) -> None:
        if self._child is not None:
            self._child.stop()
            self._child = None


class _Cluster:
    """The files of a server and the programs that work on them."""

    def __init__(
        self, home: Path, account: processes.Account | None, binaries: Path, settings: Mapping[str, str]
    ) -> None:
        self.home = home
        self.log = home / "server.log"
        self.settings = settings
        self._data = home / "data"
        self._account = account
        self._binaries = binaries

    def initialise(self, password: str) -> None:
        """Make the data folder with a superuser `postgres`; logins ask for a password, since others share loopback."""
        secret = self.home / "secret"
        secret.write_text(password + "\n", encoding="utf-8")
        if self._account is not None:
            os.chown(secret, self._account.uid, self._account.gid)
        access = ["-A", "password", f"--pwfile={secret}"]
        self._run(["initdb", "-U", "postgres", *access, "-E", "UTF8", "--no-locale", "-N"])
        secret.unlink()

    @property
    def version(self) -> int:
        """The server's major version."""
        return int((self._data / "PG_VERSION").read_text(encoding="utf-8").split(".")[0])

    def execute(self, *statements: str) -> None:
        """Run SQL statements, each on one line, while no server runs."""
        self._run(["postgres", "--single", *self._options(), "postgres"], "\n".join(statements) + "\n")

    def launch(self, port: int) -> processes.Child:
        """Start the server on a loopback port and wait until it takes connections."""
        program = str(self._binaries / "postgres")
        with self.log.open("ab") as log:
            child = processes.start(
                [program, "-D", str(self._data), "-h", "127.0.0.1", "-p", str(port), *self._options()],
                cwd=self.home,
                output=log,
                account=self._account,
                stop_signal=signal.SIGINT,
            )
        self._await_ready(child)
        return child

    def says(self, words: str) -> bool:
        """Whether the log holds these words."""
        return self.log.exists() and words in self.log.read_text(encoding="utf-8", errors="replace")

    def _options(self) -> list[str]:
        return [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]

    def _run(self, command: list[str], text: str = "") -> None:
        account = self._account
        done = subprocess.run(
            [str(self._binaries / command[0]), *command[1:-1], "-D", str(self._data), command[-1]],
            input=text,
            capture_output=True,
            text=True,
            cwd=self.home,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
        if done.returncode != 0 or "ERROR:" in done.stderr:
            raise _failed(done.stderr)

    def _await_ready(self, child: processes.Child) -> None:
        """The last line of postmaster.pid turns to `ready`; pg_ctl waits for the same sign."""
        pid_file = self._data / "postmaster.pid"
        deadline = time.monotonic() + START_SECONDS
        while child.poll() is None and time.monotonic() < deadline:
            if pid_file.exists() and pid_file.read_text(encoding="utf-8").rstrip().endswith("ready"):
                return
            time.sleep(0.01)
        child.stop()
        raise _failed(self.log.read_text(encoding="utf-8", errors="replace"))


def _failed(output: str) -> EnvironmentFailed:
    last = "; ".join(line.strip() for line in output.strip().splitlines()[-3:]) or "no output"
    return EnvironmentFailed(f"the PostgreSQL server did not start: {last}", CURE)
