"""The files of a commit in; the dialect and driver of a URL that the environment holds out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from consolidator.model import Database

_DEPLOYS = re.compile(
    r"(^|/)(\.env[\w.-]*|env\.(example|sample|template)|[\w.-]*\.(ya?ml|env)|[\w.-]*Dockerfile[\w.-]*)$"
)
_SCHEME = r"[\"']?([a-z][a-z0-9]*(?:\+[a-z0-9_]+)?)://"


def with_drivers(databases: Iterable[Database], texts: Mapping[str, bytes]) -> list[Database]:
    """The databases, each with the driver that a deployment or example file gives its variable.

    A file of SQLite's is what an example runs on; what the service runs on is not known by it.
    """
    files = [data.decode("utf-8", "replace") for path, data in sorted(texts.items()) if _DEPLOYS.search(path)]
    return [replace(row, driver=row.driver or _driver(row, files)) for row in databases]


def _driver(row: Database, files: Iterable[str]) -> str | None:
    if row.environment is None:
        return None
    setting = re.compile(rf"^[\s-]*(?:export |ENV )?{re.escape(row.environment)}\s*[:=]\s*{_SCHEME}", re.MULTILINE)
    found = (match[1] for text in files for match in setting.finditer(text))
    return next((scheme for scheme in found if not scheme.startswith("sqlite")), None)
