"""What an expression can hold of a shared engine, and what SQLAlchemy's own methods make of it.

https://docs.sqlalchemy.org/en/20/core/connections.html and https://docs.sqlalchemy.org/en/20/orm/session_basics.html
"""

from __future__ import annotations

from collections.abc import Iterable

from consolidator.frozen import dataclass, replace
from consolidator.model import Expr

_MAKERS = {"sessionmaker", "async_sessionmaker"}
_SESSIONS = {"Session", "AsyncSession"}
_LIBRARIES = {"sqlalchemy", "sqlmodel"}

SiteId = tuple[str, int]
"""A creation site by its path and the offset of its call."""


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression holds: engine, maker, session, connection, raw (a driver's connection) or object.

    `sites` created its engine. `fresh`: evaluating the expression opens it. `entered`: only a `with` opens it.
    `owner` is the class of an object, as (path, qualified name).
    """

    kind: str
    sites: frozenset[SiteId] = frozenset()
    fresh: bool = False
    entered: bool = False
    owner: tuple[str, str] = ("", "")

    @property
    def is_open(self) -> bool:
        """Whether this holds, or may hold, a connection of the pool."""
        return self.kind in ("session", "connection", "raw")


def is_constructor(name: str) -> bool:
    """Whether a qualified name makes a session or a session factory."""
    return name.partition(".")[0] in _LIBRARIES and name.rpartition(".")[2] in _MAKERS | _SESSIONS


def bind_of(call: Expr) -> Expr | None:
    """The engine that such a call is given: by keyword, else first."""
    keyword = next((value for key, value in call.keywords if key == "bind"), None)
    return keyword or (call.parts[1] if len(call.parts) > 1 else None)


def constructed(name: str, bind: Value) -> Value | None:
    """What a constructor makes of an engine; on a connection of its own a session opens nothing."""
    if bind.kind != "engine":
        return None
    if name.rpartition(".")[2] in _MAKERS:
        return replace(bind, kind="maker", fresh=False)
    return replace(bind, kind="session", fresh=True)


def called(base: Value, method: str) -> Value | None:
    """What a method of the library gives."""
    match base.kind, method:
        case "engine", "connect":
            return replace(base, kind="connection", fresh=True)
        case "engine", "begin":
            return replace(base, kind="connection", fresh=True, entered=True)
        case "engine", "raw_connection":
            return replace(base, kind="raw", fresh=True)
        case "maker", "begin":
            return replace(base, kind="session", fresh=True, entered=True)
        case "session", "connection":
            return replace(base, kind="connection", fresh=False)
        case ("engine" | "connection", "execution_options") | ("raw", "cursor"):
            return base
    return None


def attribute(base: Value, name: str) -> Value | None:
    """What an attribute of the library gives."""
    if base.kind == "engine" and name == "sync_engine":
        return base
    return base if base.kind == "raw" and name in ("dbapi_connection", "connection") else None


def stored(value: Value | None) -> Value | None:
    """A value that is kept somewhere: reading it opens nothing."""
    return replace(value, fresh=False) if value is not None else None


def inside_with(value: Value | None) -> Value | None:
    """What a `with` binds of a value."""
    return replace(value, entered=False) if value is not None else None


def merged(values: Iterable[Value | None]) -> Value | None:
    """What several assignments hold together: the kind of the first that is known."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    kin = [value for value in known if value.kind == known[0].kind]
    sites = frozenset(site for value in kin for site in value.sites)
    return replace(known[0], sites=sites, fresh=any(value.fresh for value in kin))
