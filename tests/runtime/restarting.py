"""Runs the probe that needs the server restarted in the middle."""

from __future__ import annotations

from pathlib import Path

from consolidator.prove import postgres

from .mariadb import MariaDB
from .stacks import PROBES, Stack, ended


def prove_restart(stack: Stack, modules: Path, server: postgres.Postgres | MariaDB, driver: str) -> str:
    """Restart the server while the probe's connections are idle, and fail if one of its callers noticed."""
    environment = {"PYTHONPATH": str(modules), "DATABASE_URL": server.dsn(driver)}
    with stack.started((str(PROBES / "restart.py"),), environment, modules) as probe:
        assert probe.stdout
        if (said := probe.stdout.readline()) == "restart\n":
            server.restart()
        said += ended(probe, 60, "restarted\n")
    assert probe.returncode == 0, said
    return said
