"""Virtual environments with one SQLAlchemy each, built once and kept, in which the generated modules run."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

DRIVERS = ("greenlet", "psycopg2-binary", "psycopg[binary]", "asyncpg", "aiosqlite", "pymysql", "pytest")
REQUIREMENTS = MappingProxyType(
    {
        "sqlalchemy-1.4": ("sqlalchemy>=1.4.54,<1.5", *DRIVERS),
        "sqlalchemy-2.0": ("sqlalchemy>=2.0,<2.1", *DRIVERS),
        "sqlalchemy-2.1": ("sqlalchemy>=2.1,<2.2", "gunicorn", "celery", "psycopg-pool", *DRIVERS),
        "web": (
            *("sqlalchemy>=2.1,<2.2", "greenlet", "aiosqlite", "pytest"),
            *("fastapi", "starlette", "httpx2", "flask", "quart", "litestar", "aiohttp", "sanic", "django"),
        ),
    }
)
LATEST = "sqlalchemy-2.1"
OLDER = ("sqlalchemy-1.4", "sqlalchemy-2.0")
PROBES = Path(__file__).parent / "probes"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "consolidate-tests"


@dataclass(frozen=True)
class Stack:
    """An interpreter with the packages of one environment."""

    name: str
    python: Path

    def run(
        self,
        arguments: tuple[str, ...],
        environment: Mapping[str, str],
        folder: Path,
        seconds: float = 90,
    ) -> str:
        """Run the interpreter with these arguments in a folder; give its output, fail with it on any other end."""
        done = subprocess.run(
            [str(self.python), *arguments],
            cwd=folder,
            env=_environment(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=seconds,
            check=False,
        )
        assert done.returncode == 0, f"{self.name}: {arguments[0]} ended with {done.returncode}\n{done.stdout}"
        return done.stdout

    def prove(self, probe: str, *arguments: str, modules: Path, url: str, folder: Path) -> str:
        """Run one of the programs in `probes`, which end with an assertion where the modules do not hold."""
        environment = {"PYTHONPATH": str(modules), "DATABASE_URL": url}
        return self.run((str(PROBES / f"{probe}.py"), *arguments), environment, folder)


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
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", **extra}
