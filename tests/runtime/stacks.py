"""Virtual environments with one SQLAlchemy each, built once and kept, in which the generated modules run."""

from __future__ import annotations

import fcntl
import hashlib
import os
import signal
import subprocess
import sys
import venv
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

DRIVERS = ("greenlet", "psycopg2-binary", "psycopg[binary]", "asyncpg", "aiosqlite", "pymysql", "pytest")
TRACING = ("opentelemetry-sdk", "opentelemetry-instrumentation-sqlalchemy")
REQUIREMENTS = MappingProxyType(
    {
        "sqlalchemy-1.4.32": ("sqlalchemy==1.4.32", *DRIVERS),
        "sqlalchemy-1.4.33": ("sqlalchemy==1.4.33", *DRIVERS),
        "sqlalchemy-1.4": ("sqlalchemy>=1.4.54,<1.5", *DRIVERS),
        "sqlalchemy-2.0": ("sqlalchemy>=2.0,<2.1", *TRACING, *DRIVERS),
        "sqlalchemy-2.1": ("sqlalchemy>=2.1,<2.2", "gunicorn", "celery", "gevent", "psycopg-pool", *DRIVERS),
        "web": (
            *("sqlalchemy>=2.1,<2.2", "greenlet", "aiosqlite", "pytest"),
            *("fastapi", "starlette", "httpx2", "flask", "quart", "litestar", "aiohttp", "sanic", "django"),
        ),
    }
)
FLOORS = MappingProxyType(
    {
        "sqlalchemy-1.4.32": (1, 4, 32),
        "sqlalchemy-1.4.33": (1, 4, 33),
        "sqlalchemy-1.4": (1, 4),
        "sqlalchemy-2.0": (2, 0),
    }
)
LATEST = "sqlalchemy-2.1"
OLDER = ("sqlalchemy-1.4.33", "sqlalchemy-1.4", "sqlalchemy-2.0")
OLDEST = "sqlalchemy-1.4.32"
"""Before `dispose(close=False)`."""
SECONDS = 90.0
"""How long a probe may take; what takes longer hangs."""
SHARE = 0.05
"""How much of the thousands of forks and loops a test takes; a night takes all."""
PROBES = Path(__file__).parent / "probes"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "consolidate-tests"


@dataclass(frozen=True)
class Stack:
    """An interpreter with the packages of one environment, and the SQLAlchemy that its services ask for."""

    name: str
    python: Path

    @property
    def floor(self) -> tuple[int, ...] | None:
        """What the generated modules are told of the version."""
        return FLOORS.get(self.name)

    def run(
        self,
        arguments: tuple[str, ...],
        environment: Mapping[str, str],
        folder: Path,
        seconds: float = SECONDS,
    ) -> str:
        """Run the interpreter with these arguments in a folder; give its output, fail with it on any other end."""
        with self.started(arguments, environment, folder) as process:
            output = ended(process, seconds)
        assert process.returncode == 0, f"{self.name}: {arguments[0]} ended with {process.returncode}\n{output}"
        return output

    def started(
        self, arguments: tuple[str, ...], environment: Mapping[str, str], folder: Path
    ) -> subprocess.Popen[str]:
        """The interpreter, running in a session of its own."""
        return subprocess.Popen(
            [str(self.python), *arguments],
            cwd=folder,
            env=_environment(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def prove(
        self,
        probe: str,
        *arguments: str,
        modules: Path,
        url: str,
        folder: Path,
        share: float = SHARE,
        seconds: float = SECONDS,
    ) -> str:
        """Run one of the programs in `probes`, which end with an assertion where the modules do not hold."""
        environment = {"PYTHONPATH": str(modules), "DATABASE_URL": url, "SHARE": str(share)}
        return self.run((str(PROBES / f"{probe}.py"), *arguments), environment, folder, seconds)


def ended(process: subprocess.Popen[str], seconds: float, said: str = "") -> str:
    """The output of a process that was told something, once it has ended.

    One that hangs is ended along with all that it has started, and its threads say where they were.
    """
    try:
        return process.communicate(said, timeout=seconds)[0]
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGABRT)  # to it alone: what several say at once cannot be read
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        return f"no end after {seconds} s\n{process.communicate(timeout=10)[0]}"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def build(name: str) -> Stack:
    """The environment of this name; built where it does not exist yet, which takes pip and some seconds."""
    wanted = "\n".join((*REQUIREMENTS[name], sys.version))
    home = CACHE / f"{name}-{hashlib.sha256(wanted.encode()).hexdigest()[:12]}"
    stack = Stack(name, home / "bin" / "python")
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{home.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "complete").exists():
            venv.create(home, clear=True, with_pip=True)
            stack.run(("-m", "pip", "install", "-q", *REQUIREMENTS[name]), os.environ, home, seconds=300)
            (home / "complete").touch()
    return stack


def _environment(extra: Mapping[str, str]) -> dict[str, str]:
    """The extra variables and what a program needs to start, without settings of whoever runs the tests."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONFAULTHANDLER": "1", **extra}
