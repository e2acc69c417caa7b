"""A module to the passwords of databases that it holds in its literals, and where each of them stands.

https://docs.sqlalchemy.org/en/20/core/engines.html#database-urls and, for connection strings,
https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from consolidator.frozen import dataclass
from consolidator.meaning.spelling import UNKNOWN, Speller
from consolidator.meaning.world import World
from consolidator.model import Call, Expr, Facts, Import, Span, Unread, Wanted, only
from consolidator.regex import lazy
from consolidator.syntax.expressions import dotted
from consolidator.syntax.segments import as_named

_DATABASES = {
    "postgresql", "postgres", "mysql", "mariadb", "mssql", "oracle", "cockroachdb", "redshift", "snowflake",
    "clickhouse", "db2", "firebird", "teradatasql", "trino", "vertica", "sqlite", "mongodb",
}  # fmt: skip
_LIBRARIES = {
    "sqlalchemy", "sqlmodel", "psycopg2", "psycopg", "psycopg_pool", "asyncpg", "aiopg", "aiomysql", "pymysql",
    "MySQLdb", "mysql", "databases", "pyodbc", "pymssql", "oracledb", "cx_Oracle",
}  # fmt: skip
_KEY = lazy(r"(?:ssl)?(?:password|passwd|pwd)|passcode|passphrase", re.IGNORECASE)
_SETTING = lazy(
    r"(?:(?<![a-z])|(?<=ssl))(?:password|passwd|pwd|passcode)\s{0,4}=\s{0,4}('(?:\\.|[^'\\])*'?|\{[^}]*\}?|[^\s;&'\"]+)",
    re.IGNORECASE,
)
_STAND_IN = lazy(r"<.*>|\[.*\]|\$?\{[^}]*\}|\$[A-Z_]+|%s|%\(.*|[*x.]+", re.IGNORECASE)
_SLASH = lazy(r"[\"']/[\"']")
_ESCAPED = lazy(r"\\[xuUN0-7\r\n]")
"""Characters that are not written as they are."""
_WORD = lazy(r"passw|pwd|passcode|passphrase", re.IGNORECASE)
_COMMON = {
    "password", "passwd", "pass", "pwd", "secret", "changeme", "change_me", "change-me", "example", "test", "testing",
    "postgres", "root", "admin", "user", "username", "mysql", "dev", "local", "your_password", "your-password",
    "yourpassword", "mypassword", "mysecretpassword",
}  # fmt: skip
"""What nobody keeps secret, on a server that only its own machine reaches."""


@dataclass(frozen=True, slots=True)
class Password:
    """A password in a module's own text: where the literal stands, and in which scope."""

    value: str
    span: Span
    scope: str


def passwords(world: World, facts: Facts) -> tuple[Password, ...]:
    """The passwords of a module, one for each line, in source order; stand-ins such as `<password>` are none."""
    found: dict[int, Password] = {}
    wanted = _may_spell(facts)
    for row in (*_in_texts(facts, wanted), *_in_calls(world, facts, wanted), *_in_values(world, facts, wanted)):
        found.setdefault(row.span.line, row)
    return tuple(found[line] for line in sorted(found))


def password_in(text: str) -> str | None:
    """The password of a database's URL or connection string; None where there is none, or only a stand-in."""
    scheme, mark, rest = text.partition("://")
    dialect = re.split(r"\W", scheme.lower().rpartition(":")[2])[0]
    if mark and dialect in _DATABASES:
        user, colon, after = rest.partition(":")
        value, at, host = after.rpartition("@")
        if colon and at and "/" not in user:
            return None if _is_stand_in(value, user, host) else value
    given = _SETTING.search(unquote(text) if "%" in text else text)
    value = given[1].strip("'{}") if given and (not mark or "?" in rest) else ""
    return value if value and not _is_stand_in(value, "", "") else None


def _is_stand_in(value: str, user: str, host: str) -> bool:
    """Whether nobody's secret stands there: nothing, a placeholder, or a word for a server of one's own machine."""
    known = value.replace(UNKNOWN, "")
    if not known or _STAND_IN.fullmatch(known):
        return True
    name = re.split(r"[:/?]", host)[0].lower()
    labels = name.split(".")
    near = len(labels) == 1 or labels[0] == "127" or labels[-1] in ("internal", "local") or "example" in labels
    return near and (known.lower() in _COMMON or known == user)


def _may_spell(facts: Facts) -> Wanted:
    """Bodies are wanted that may spell a URL with a password, by their own literals and by the module's variables."""
    whole = as_named(facts.source)
    above = facts.some_texts(only(""))
    given = any(_has_piece(repr(text.value)) for text in above), any(_has_mark(repr(text.value)) for text in above)
    if not (given[0] or _has_piece(whole)) or not (given[1] or _has_mark(whole)):
        return only("")
    names = (
        {row.target.partition(".")[0] for row in facts.some_bindings(only("")) if row.value} if any(given) else set()
    )

    def wanted(body: Unread) -> bool:
        text = body.text()
        own = _has_piece(text), _has_mark(text)
        return all(own) or (all(map(max, own, given)) and body.names(*names))

    return wanted


def _has_piece(text: str) -> bool:
    """Whether a part of `://` is written in a text, in a way that may be joined with others."""
    is_plain = any(sign in text for sign in ("//", ":/", "replace")) or _SLASH.search(text) is not None
    return is_plain or _has_escape(text)


def _has_mark(text: str) -> bool:
    """Whether a text has what is around a password: the `@` behind it, or the word before it."""
    return "@" in text or _WORD.search(text) is not None or _has_escape(text)


def _has_escape(text: str) -> bool:
    return "\\" in text and _ESCAPED.search(text) is not None


def _in_texts(facts: Facts, wanted: Wanted) -> Iterator[Password]:
    """Literals that hold one by themselves."""
    for text in facts.some_texts(wanted):
        value = password_in(text.value) if "://" in text.value else None
        if value is not None:
            yield Password(value, text.span, text.scope)


def _in_values(world: World, facts: Facts, wanted: Wanted) -> Iterator[Password]:
    """What is put together of several literals and kept in a variable."""
    speller = Speller(world, facts.path)
    for binding in facts.some_bindings(wanted):
        value = binding.value
        if value is not None and value.kind in ("fstring", "binop", "call"):
            yield from _spelled(speller, value, binding.scope)


def _spelled(speller: Speller, expr: Expr, scope: str) -> Iterator[Password]:
    for text in speller.spell(expr, scope):
        value = password_in(text) if "://" in text else None
        if value is not None:
            yield Password(value, expr.span, scope)


def _in_calls(world: World, facts: Facts, wanted: Wanted) -> Iterator[Password]:
    """What a library of databases is given."""
    if not any(row.level == 0 and row.module.partition(".")[0] in _LIBRARIES for row in facts.imports):
        return
    speller = Speller(world, facts.path)
    for call in facts.some_calls(_may_call_a_library(world, facts, wanted)):
        if _is_of_a_library(world, facts, call):
            yield from _given(speller, call.expr, call.scope)


def _may_call_a_library(world: World, facts: Facts, spelling: Wanted) -> Wanted:
    """Bodies are wanted that name what may be of a library of databases, and may give it a password."""
    names = {row.bound for row in facts.imports if _may_lead_to_a_library(world, facts, row)}

    def wanted(body: Unread) -> bool:
        text = body.text()
        gives = "URL" in text or _has_mark(text) or spelling(body)
        return gives and ("*" in names or body.names(*names))

    return wanted


def _may_lead_to_a_library(world: World, facts: Facts, row: Import) -> bool:
    target = world.modules.resolve(facts.path, row)
    if target is None:
        return row.level == 0 and row.module.partition(".")[0] in _LIBRARIES
    if row.name in (None, "*") or target not in world.facts:
        return target in world.facts or row.name == "*"
    origin = world.resolve(target, (row.name,), "")
    is_elsewhere = origin.kind == "external" and origin.qualified.partition(".")[0] not in _LIBRARIES
    return not is_elsewhere and origin.kind not in ("function", "class", "value")


def _is_of_a_library(world: World, facts: Facts, call: Call) -> bool:
    names = dotted(call.expr.parts[0])
    if names is None or not world.is_imported(facts.path, names[0]):
        return False
    origin = world.resolve(facts.path, names, call.scope)
    return origin.kind == "external" and origin.qualified.partition(".")[0] in _LIBRARIES


def _given(speller: Speller, expr: Expr, scope: str) -> Iterator[Password]:
    """All that stands in a call: keywords that name a password, connection strings, URLs put together."""
    for key, value in (*expr.keywords, *_in_order(expr)):
        texts = speller.spell(value, scope) if key and _KEY.fullmatch(key) else ()
        known = next((text for text in texts if not _is_stand_in(text, "", "")), None)
        if known is not None:
            yield Password(known, value.span, scope)
    if expr.kind in ("fstring", "binop", "call"):
        yield from _spelled(speller, expr, scope)
    written = password_in(expr.value) if expr.kind == "const" and isinstance(expr.value, str) else None
    if written is not None:
        yield Password(written, expr.span, scope)
    for part in (*expr.parts, *(value for _, value in expr.keywords)):
        yield from _given(speller, part, scope)


def _in_order(expr: Expr) -> list[tuple[str | None, Expr]]:
    """The third argument of `URL.create(drivername, username, password, ...)`."""
    names = dotted(expr.parts[0]) if expr.kind == "call" else None
    is_url = names is not None and (names[-1] == "URL" or names[-2:] == ("URL", "create"))
    return [("password", expr.parts[3])] if is_url and len(expr.parts) > 3 else []
