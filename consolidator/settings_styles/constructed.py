"""A dataclass or model whose values are read from the environment where the one object is built.

`config = Config(DATABASE_URL=os.getenv("DATABASE_URL"))`, or `return cls(database_url=os.environ["DATABASE_URL"])`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from consolidator.model import Class, Edit, Expr, Facts, NewSetting, Replace, SettingsHome, SettingsReader
from consolidator.settings_styles._accessors import accessor
from consolidator.settings_styles._fields import Field, class_fields, class_named, is_lower
from consolidator.settings_styles._layout import Layout, insertion
from consolidator.settings_styles._os_reads import os_read, os_value
from consolidator.settings_styles._placing import added
from consolidator.settings_styles._pool_names import is_pool, is_url, missing, spelled
from consolidator.settings_styles._readers import reader_of
from consolidator.settings_styles._reads import variable_of
from consolidator.syntax.expressions import dotted
from consolidator.syntax.quotes import quote_of

STYLE = "constructed"


def find(facts: Facts) -> tuple[SettingsHome, ...]:
    """Classes of annotated fields with exactly one construction that reads most of them from the environment."""
    found = []
    for cls in facts.classes:
        call = _construction(facts, cls)
        if call is not None and class_named(facts, cls.qualname) is cls:
            found.append(_home(facts, cls, call))
    return tuple(found)


def add(facts: Facts, home: SettingsHome, new: Iterable[NewSetting], *, near: str | None = None) -> tuple[Edit, ...]:
    """A field with its default, and a keyword that reads it where the object is built."""
    wanted = missing(home, new)
    cls = class_named(facts, home.owner)
    call = _construction(facts, cls) if cls is not None else None
    rows = class_fields(facts, home.owner)
    fields = added(facts, home, _with_defaults(rows), wanted, near, _field_line)
    keywords = _keywords(facts, home, call, wanted, near) if call is not None else None
    return (*fields, keywords) if fields and keywords is not None else ()


def reader(facts: Facts, home: SettingsHome, module: str) -> SettingsReader:
    """Attributes of the object; `module` is the dotted path of the settings module."""
    return reader_of(home, module)


def _home(facts: Facts, cls: Class, call: Expr) -> SettingsHome:
    names = tuple(row.name for row in class_fields(facts, cls.qualname))
    return SettingsHome(
        path=facts.path,
        style=STYLE,
        owner=cls.qualname,
        names=names,
        accessor=accessor(facts, cls.qualname, constructible=False),
        case="lower" if is_lower(names) else "upper",
        variables=tuple((row.name, v) for row in _arguments(call) if (v := variable_of(row, os_read(facts)))),
    )


def _construction(facts: Facts, cls: Class) -> Expr | None:
    """The one call `Class(...)`, or `cls(...)` inside it, that reads the environment in two keywords or more."""
    if cls.scope or any(row.annotation is None for row in class_fields(facts, cls.qualname)):
        return None
    calls = [call.expr for call in facts.calls if _builds(call.expr, call.scope, cls)]
    read = os_read(facts)
    reading = [c for c in calls if sum(variable_of(row, read) is not None for row in _arguments(c)) > 1]
    return reading[0] if len(reading) == 1 else None


def _builds(call: Expr, scope: str, cls: Class) -> bool:
    name = dotted(call.parts[0])
    return name == (cls.name,) or (name == ("cls",) and scope.startswith(f"{cls.qualname}."))


def _arguments(call: Expr) -> list[Field]:
    return [Field(key, value.span, value.span.end, value, None) for key, value in call.keywords if key is not None]


def _with_defaults(rows: Sequence[Field]) -> Sequence[Field]:
    required = [index for index, row in enumerate(rows) if row.value is None]
    return rows[required[-1] :] if required else rows


def _field_line(layout: Layout, name: str, new: NewSetting) -> tuple[str, ...]:
    return (layout.line(name, "int", str(new.default)),)


def _keywords(
    facts: Facts, home: SettingsHome, call: Expr, new: Sequence[NewSetting], near: str | None
) -> Replace | None:
    """Lines behind the keyword of the URL; None where the keywords do not have a line each."""
    rows = _arguments(call)
    lines = {row.span.line for row in rows}
    if len(lines) != len(rows) or call.span.line in lines:
        return None
    wanted = (near or "").casefold()
    chosen = [r for r in rows if is_pool(r.name)] or [r for r in rows if r.name.casefold() == wanted]
    anchor = (chosen or [r for r in rows if is_url(r.name)] or rows)[-1]
    start = facts.source.rfind("\n", 0, anchor.span.start) + 1
    line = facts.source[start : anchor.span.start]
    indent = line[: len(line) - len(line.lstrip())]
    end = facts.source.find("\n", anchor.span.end)
    if not facts.source[anchor.span.end : end].lstrip().startswith(","):
        return None
    layout = Layout(indent, "", "=", None, None, quote_of(facts), facts.newline, 88)
    text = [layout.line(spelled(home, s), None, os_value(facts, home, rows, layout, s)) + "," for s in new]
    return insertion(facts, anchor.span.end, text)
