"""Classes and modules whose fields read the environment through a function: found, and described as homes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath

from consolidator.model import Class, Expr, Facts, SettingsHome
from consolidator.regex import lazy
from consolidator.settings_styles._accessors import accessor, instance
from consolidator.settings_styles._fields import Field, class_named, fields, function_named, is_lower
from consolidator.syntax.names import literal

Read = Callable[[Expr], str | None]
"""The environment variable that an expression reads, None where it reads none."""

_MODULES = lazy(r"config|conf|configuration|settings|constants|env|environment", re.IGNORECASE)


def walk(expr: Expr) -> Iterator[Expr]:
    """An expression and all that it holds, outermost first."""
    yield expr
    for part in (*expr.parts, *(value for _, value in expr.keywords)):
        yield from walk(part)


def variable_of(field: Field, read: Read) -> str | None:
    """The environment variable behind a field, wherever in its value it is read."""
    if field.value is None:
        return None
    return next((name for expr in walk(field.value) if (name := read(expr)) is not None), None)


def text_argument(call: Expr) -> str | None:
    """The first argument of a call where it is a string literal."""
    found = literal(call.parts[1]) if len(call.parts) > 1 else None
    return found if isinstance(found, str) else None


def group(facts: Facts, owner: str, read: Read) -> tuple[Field, ...]:
    """The fields of a module, of a class body or of its `__init__`: the group with the most reads."""
    if not owner:
        return fields(facts.body)
    cls = class_named(facts, owner)
    init = function_named(facts, f"{owner}.__init__")
    groups = [fields(cls.body) if cls else (), fields(init.body) if init else ()]
    return max(groups, key=lambda rows: sum(variable_of(row, read) is not None for row in rows))


def classes(facts: Facts, style: str, read: Read, wanted: Callable[[Class], bool]) -> tuple[SettingsHome, ...]:
    """The classes with at least one field that reads the environment."""
    found = []
    for cls in facts.classes:
        rows = group(facts, cls.qualname, read)
        if wanted(cls) and class_named(facts, cls.qualname) is cls and _reads(rows, read):
            found.append(_home(facts, style, cls.qualname, rows, read, _class_accessor(facts, cls, rows)))
    return tuple(found)


def module(facts: Facts, style: str, read: Read) -> tuple[SettingsHome, ...]:
    """The module itself where reading the environment is what it is there for.

    That is: most of its constants do, or its name says so; and it builds no engine of its own.
    """
    rows = fields(facts.body)
    reads = len(_reads(rows, read))
    named = _MODULES.fullmatch(PurePosixPath(facts.path).stem) is not None
    database = any(row.module.split(".")[0] in ("sqlalchemy", "sqlmodel") for row in facts.imports)
    if database or not reads or not (named or (reads > 1 and reads * 2 > len(rows))):
        return ()
    return (_home(facts, style, "", rows, read, None),)


def _class_accessor(facts: Facts, cls: Class, rows: Sequence[Field]) -> str | None:
    """Class attributes can be read from the class, those of `__init__` need an instance."""
    on_class = bool(rows) and not facts.source.startswith("self.", rows[0].span.start)
    is_plain = on_class and not cls.decorators and "." not in cls.qualname
    return instance(facts, cls.qualname) or cls.qualname if is_plain else accessor(facts, cls.qualname)


def _reads(rows: Sequence[Field], read: Read) -> list[tuple[str, str]]:
    return [(row.name, name) for row in rows if (name := variable_of(row, read)) is not None]


def _home(facts: Facts, style: str, owner: str, rows: Sequence[Field], read: Read, how: str | None) -> SettingsHome:
    variables = _reads(rows, read)
    return SettingsHome(
        path=facts.path,
        style=style,
        owner=owner,
        names=tuple(row.name for row in rows),
        accessor=how,
        prefix=_prefix(variables),
        case="lower" if is_lower(name for name, _ in variables) else "upper",
        variables=tuple(variables),
    )


def _prefix(variables: Sequence[tuple[str, str]]) -> str:
    """What all variables have before their field's name: `APP_` of `PORT = getenv("APP_PORT")`."""
    found = {v.removesuffix(n.upper()) if v.endswith(n.upper()) else "" for n, v in variables}
    return found.pop() if len(found) == 1 and len(variables) > 1 else ""
