"""Starts a sample service on a real PostgreSQL and puts it under load."""

from __future__ import annotations

import json
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consolidator.prove import processes
from consolidator.prove.load import drive
from consolidator.prove.observe import Watch
from consolidator.prove.postgres import Postgres
from consolidator.prove.servers import OwnServer
from consolidator.prove.values import Load, LoadResult, Observed, Request

from .processes import environment, run
from .services import Sample

START_SECONDS = 30.0
Note = Callable[[str, LoadResult, Observed], None]


@dataclass(frozen=True, slots=True)
class Running:
    """A service that answers on a loopback port; `log` is what it writes."""

    sample: Sample
    port: int
    log: Path

    def get(self, path: str) -> tuple[int, Any]:
        """The status and the JSON body."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, None

    def load(self, total: int = 200, concurrency: int = 50) -> LoadResult:
        """The answers to requests for all routes in turn."""
        requests = tuple(Request("GET", route) for route in self.sample.routes)
        return drive(self.port, Load(requests, concurrency, total))

    def watched_load(self, server: Postgres, total: int = 200, concurrency: int = 50) -> tuple[LoadResult, Observed]:
        """`load`, and what the database server saw of it."""
        watch = Watch(OwnServer(server))
        watch.start()
        try:
            result = self.load(total, concurrency)
        except BaseException:
            watch.abandon()
            raise
        return result, watch.finish()


def database_variables(sample: Sample, server: Postgres) -> dict[str, str]:
    """The environment that leads a sample to a server."""
    return {name: server.dsn(sample.scheme) + suffix for name, suffix in sample.variables}


@contextmanager
def serving(
    sample: Sample, folder: Path, server: Postgres, variables: Mapping[str, str] = {}, output: Path | None = None
) -> Iterator[Running]:
    """The service in `folder`, its tables created, until the block ends."""
    env = environment(
        {"PYTHONPATH": str(folder / sample.import_root), **database_variables(sample, server), **variables}
    )
    if sample.setup:
        done = run([sys.executable, *sample.setup], folder, env)
        assert done.code == 0, done
    log = output or folder.with_name(f"{folder.name}.log")
    port = _free_port()
    with log.open("wb") as stream:
        child = processes.start(_command(sample, port), cwd=folder, output=stream, env=env, stop_signal=signal.SIGTERM)
        try:
            _await_port(port, child, log)
            yield Running(sample, port, log)
        finally:
            child.stop()


def _command(sample: Sample, port: int) -> list[str]:
    if sample.is_wsgi:
        options = ["--workers", "1", "--threads", "50", "--bind", f"127.0.0.1:{port}"]
        return [sys.executable, "-m", "gunicorn", *options, sample.app]
    return [sys.executable, "-m", "uvicorn", "--port", str(port), "--log-level", "warning", sample.app]


def _await_port(port: int, child: processes.Child, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while child.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(f"the service did not start:\n{log.read_text(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
