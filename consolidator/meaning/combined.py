"""The sources of a value's parts to the source of the whole."""

from __future__ import annotations

from collections.abc import Sequence

from consolidator.model import Source
from consolidator.regex import lazy

_PARTS = (
    lazy(r"(?i)(^|_)(url|uri|dsn)$"),
    lazy(r"(?i)(^|_)(name|database|db)$"),
    lazy(r"(?i)(^|_)(host|server|address)$"),
)
_LOGIN = lazy(r"(?i)user|login|pass|pwd|secret|token|role")


def unknown(reason: str) -> Source:
    """What is data: it is not one value, for that reason."""
    return Source("?", data=reason)


def joined(head: str, parts: Sequence[Source]) -> Source:
    """A value that `head` makes of its parts: known where all of them are."""
    bad = next((part for part in parts if part.data), None)
    if bad is not None:
        return bad
    env = _telling([part.env for part in parts if part.env])
    field = next((part.field for part in parts if part.field), None)
    return Source(f"{head}({', '.join(part.key for part in parts)})", env=env, field=field)


def deeper(field: tuple[str, str, str] | None, rest: tuple[str, ...]) -> tuple[str, str, str] | None:
    """Settings in settings: the last attribute names the field."""
    return None if field is None else (field[0], field[1], rest[-1])


def _telling(names: Sequence[str]) -> str | None:
    """The variable that tells most of a database put together from several: never that of who logs in, where it can."""
    for wanted in _PARTS:
        found = next((name for name in names if wanted.search(name) and not _LOGIN.search(name)), None)
        if found is not None:
            return found
    return next((name for name in names if not _LOGIN.search(name)), None) or next(iter(names), None)
