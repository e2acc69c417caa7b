"""SQL text in; the session state that it leaves on its connection out.

https://www.postgresql.org/docs/current/sql-set.html, .../sql-discard.html, .../explicit-locking.html#ADVISORY-LOCKS
and https://dev.mysql.com/doc/refman/8.4/en/set-variable.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from consolidator.frozen import dataclass
from consolidator.regex import lazy

_COMMENT = lazy(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_ANY = lazy(r"\b(?:SET|TEMP|TEMPORARY|RESET|DISCARD|DROP)\b|lock|set_config", re.IGNORECASE)
"""What any text with such a statement holds; quick to look for."""
_ROLE = lazy(r"\s*SET\s+(?:SESSION\s+)?(ROLE|SESSION\s+AUTHORIZATION)\b", re.IGNORECASE)
_SET = lazy(
    r"\s*SET\s+(?!LOCAL\b|TRANSACTION\b|CONSTRAINTS\b|GLOBAL\b|PERSIST\b)(?:SESSION\s+|@@(?:SESSION\.)?)?"
    r"(TIME\s+ZONE\b|NAMES\b|CHARACTERISTICS\b|[a-z_][\w.]*(?=\s*(?:=|\bTO\b)))",
    re.IGNORECASE,
)
_TEMP = lazy(
    r"\s*CREATE\s+(?:OR\s+REPLACE\s+)?(?:GLOBAL\s+|LOCAL\s+)?TEMP(?:ORARY)?\s+"
    r"(?:TABLE|VIEW|SEQUENCE)\s+(?:IF\s+NOT\s+EXISTS\s+)?([\w.\"{}]+)",
    re.IGNORECASE,
)
_UNTIL_COMMIT = lazy(r"\bON\s+COMMIT\s+DROP\b", re.IGNORECASE)
_LOCK = lazy(r"\b(pg_(?:try_)?advisory_lock(?:_shared)?|get_lock)\s*\(", re.IGNORECASE)
_CONFIG = lazy(r"\bset_config\s*\(\s*'([\w.]+)'.*,\s*false\s*\)", re.IGNORECASE)
_UNLOCK = lazy(r"\b(?:pg_advisory_unlock(?:_all|_shared)?|release_lock|release_all_locks)\s*\(", re.IGNORECASE)
_RESET = lazy(r"\s*(?:RESET\s+\w|SET\s[^\n]{0,200}?(?:\bTO|=)\s*DEFAULT\b|SET\s+ROLE\s+NONE)", re.IGNORECASE)
_DROP = lazy(r"\s*DROP\s+(?:TEMPORARY\s+)?(?:TABLE|VIEW|SEQUENCE)\b", re.IGNORECASE)
_HARMLESS = {"application_name"}
"""Settings that change no result: everybody who cares sets them anew."""
_UNDO_ALL = lazy(r"\s*(?:DISCARD\s+ALL|RESET\s+ALL)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class State:
    """kind: set, temp or lock; `what` as a person calls it; `key` is equal where one undoes the other."""

    kind: str
    what: str
    key: str


def states(sql: str) -> Iterator[State]:
    """What the statements of a text leave behind."""
    if not _ANY.search(sql):
        return
    for statement in _COMMENT.sub(" ", sql).split(";"):
        found = _state(statement)
        if found is not None:
            yield found


def undoes(sql: str) -> frozenset[str]:
    """The kinds of state that a text takes back."""
    if not _ANY.search(sql):
        return frozenset()
    parts = _COMMENT.sub(" ", sql).split(";")
    everything = any(_UNDO_ALL.match(part) for part in parts)
    checks = (("lock", _UNLOCK.search), ("set", _RESET.match), ("temp", _DROP.match))
    return frozenset(kind for kind, check in checks if everything or any(check(part) for part in parts))


def _state(statement: str) -> State | None:
    if role := _ROLE.match(statement):
        words = " ".join(role.group(1).upper().split())
        return State("set", f"SET {words}", words)
    if setting := _SET.match(statement):
        name = " ".join(setting.group(1).split())
        if name.lower() in _HARMLESS:
            return None
        return State("set", f"SET {name}", name.lower())
    if temp := _TEMP.match(statement):
        name = temp.group(1)
        return None if _UNTIL_COMMIT.search(statement) else State("temp", f"temporary table {name}", name)
    if config := _CONFIG.search(statement):
        return State("set", f"set_config of {config.group(1)}", config.group(1).lower())
    if lock := _LOCK.search(statement):
        return State("lock", f"{lock.group(1).lower()}()", "lock")
    return None
