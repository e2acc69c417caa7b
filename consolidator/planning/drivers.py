"""The files of a commit in; the dialect and driver of a URL that the environment holds out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from consolidator.frozen import replace
from consolidator.model import Database

_SCHEME = r"[\"']?([a-z][a-z0-9]*(?:\+[a-z0-9_]+)?)://"


_DISTRIBUTIONS = {
    False: {
        "psycopg2": "postgresql+psycopg2",
        "psycopg2-binary": "postgresql+psycopg2",
        "psycopg": "postgresql+psycopg",
        "pymysql": "mysql+pymysql",
        "mysqlclient": "mysql+mysqldb",
    },
    True: {
        "asyncpg": "postgresql+asyncpg",
        "psycopg": "postgresql+psycopg",
        "aiomysql": "mysql+aiomysql",
        "asyncmy": "mysql+asyncmy",
    },
}
"""By whether an engine is asynchronous: what is installed for it (https://docs.sqlalchemy.org/en/20/dialects/)."""


_ASYNC_ONLY = frozenset({"asyncpg", "aiomysql", "asyncmy", "aiosqlite", "aioodbc"})


def with_drivers(databases: Iterable[Database], texts: Mapping[str, bytes]) -> list[Database]:
    """The databases, each with the driver that a deployment or example file gives its variable.

    A file of SQLite's is what an example runs on; what the service runs on is not known by it. Where no file gives the
    variable, it is the driver that the service requires, if there is only one.
    """
    files = [texts[path].decode("utf-8", "replace") for path in sorted(texts) if _deploys(path)]
    needs = [texts[path].decode("utf-8", "replace") for path in sorted(texts) if _requires(path)]
    found = ((row, _fitting(row.driver or _driver(row, files), row.is_async)) for row in databases)
    return [replace(row, driver=driver or _required(row, needs)) for row, driver in found]


def _fitting(driver: str | None, is_async: bool) -> str | None:
    """A synchronous engine takes an asynchronous driver out of its URL; which one it has then is not seen."""
    name = (driver or "").partition("+")[2]
    return None if not is_async and name in _ASYNC_ONLY else driver


def _deploys(path: str) -> bool:
    """Whether a file says how a service is deployed, by its name: variables, manifests, images."""
    name = path.rpartition("/")[2]
    is_manifest = name.endswith((".yml", ".yaml", ".env")) or "Dockerfile" in name
    return is_manifest or name.startswith(".env") or name in ("env.example", "env.sample", "env.template")


def _requires(path: str) -> bool:
    """Whether a file says which distributions a service needs, by its name."""
    name = path.rpartition("/")[2]
    is_list = "requirements" in name and name.endswith((".txt", ".in"))
    return is_list or name in ("pyproject.toml", "Pipfile", "setup.cfg", "setup.py")


def _required(row: Database, needs: Iterable[str]) -> str | None:
    known = _DISTRIBUTIONS[row.is_async]
    named = re.compile(rf"(?im)^[ \t\"'-]*({'|'.join(known)})(?=[\s\[=<>~!;\"',@]|$)")
    found = {known[match[1].lower()] for text in needs for match in named.finditer(text)}
    return found.pop() if len(found) == 1 else None


def _driver(row: Database, files: Iterable[str]) -> str | None:
    if row.environment is None:
        return None
    setting = re.compile(rf"^[ \t-]*(?:export |ENV )?{re.escape(row.environment)}\s*[:=]\s*{_SCHEME}", re.MULTILINE)
    found = (match[1] for text in files for match in setting.finditer(text))
    return next((scheme for scheme in found if not scheme.startswith("sqlite")), None)
