"""Accepted findings to a file and back: JSON without line numbers, in an order that makes small differences."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from consolidator.errors import EnvironmentFailed, UsageError
from consolidator.model import Known

VERSION = "1"
_CURE = "write it anew with --write-baseline"


def write(file: str, known: Iterable[Known]) -> None:
    """Write the findings into the file; raises EnvironmentFailed."""
    rows = sorted(known, key=lambda row: (row.path, row.symbol, row.code, row.fingerprint))
    document = {"schema_version": VERSION, "accepted": [row._asdict() for row in rows]}
    try:
        Path(file).write_text(json.dumps(document, indent=2) + "\n", encoding="ascii")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise EnvironmentFailed(f"cannot write {file}: {reason}", "name a file that can be written") from None


def read(file: str) -> tuple[Known, ...]:
    """The findings in the file.

    Raises EnvironmentFailed where it cannot be read, UsageError where it is no baseline.
    """
    try:
        data = Path(file).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise EnvironmentFailed(f"cannot read {file}: {reason}", "make it with --write-baseline") from None
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"--baseline: {file} is not JSON: {str(error)[:120]}", _CURE) from None
    return _rows(file, document)


def _rows(file: str, document: Any) -> tuple[Known, ...]:
    version = document.get("schema_version") if isinstance(document, dict) else None
    if version != VERSION:
        told = "is no baseline" if version is None else f"has the version {version!r}, and {VERSION!r} is read"
        raise UsageError(f"--baseline: {file} {told}", _CURE)
    rows = document.get("accepted")
    if not isinstance(rows, list) or not all(map(_is_row, rows)):
        raise UsageError(f"--baseline: {file} holds something else than findings", _CURE)
    return tuple(Known(*(row[name] for name in Known._fields)) for row in rows)


def _is_row(row: object) -> bool:
    return isinstance(row, dict) and all(isinstance(row.get(name), str) for name in Known._fields)
