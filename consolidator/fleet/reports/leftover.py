"""The document of one service in; what it leaves for a person, a sentence for each, out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from consolidator.codes import CODES
from consolidator.model import Action
from consolidator.report.words import sentences

MOST = 3
"""Sentences that are told of one service; its review page has them all."""

_OPEN = (Action.REVIEW.value, Action.UNREADABLE.value)


def leftover(document: Mapping[str, Any]) -> tuple[str, ...]:
    """`path:line: CODE reason` with its cure for the first few, and how many more there are."""
    rows = [each for each in document.get("findings", ()) if _is_open(each)]
    more = [f"and {len(rows) - MOST:,} more"] if len(rows) > MOST else []
    return (*map(_sentence, rows[:MOST]), *more)


def _is_open(row: Mapping[str, Any]) -> bool:
    known = CODES.get(row["code"])
    return row["action"] in _OPEN and row["level"] != "note" and not (known and known.aside)


def _sentence(row: Mapping[str, Any]) -> str:
    told = sentences(f"{row['message']}: {row['reason']}", row["cure"])
    return f"{row['path']}:{row['line']}: {row['code']} {told}"
