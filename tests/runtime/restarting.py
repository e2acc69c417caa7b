"""Runs the probe that needs the server restarted in the middle."""

from __future__ import annotations

import subprocess
from pathlib import Path

from consolidator.prove import postgres

from .stacks import PROBES, Stack


def prove_restart(stack: Stack, modules: Path, server: postgres.Postgres) -> None:
    """Restart the server while the probe's connections are idle, and fail if one of its callers noticed."""
    environment = {"PYTHONPATH": str(modules), "DATABASE_URL": server.dsn("postgresql+psycopg2")}
    command = [str(stack.python), "-B", str(PROBES / "restart.py")]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as probe:
        assert probe.stdin and probe.stdout
        assert probe.stdout.readline() == "restart\n"
        server.restart()
        output = probe.communicate("restarted\n", timeout=60)
    assert probe.returncode == 0, output
