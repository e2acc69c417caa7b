"""Flask's configuration class, whose attributes `app.config.from_object` reads.

https://flask.palletsprojects.com/en/stable/config/#development-production
"""

from __future__ import annotations

from collections.abc import Iterable

from consolidator.model import Class, Edit, Facts, NewSetting, SettingsHome, SettingsReader
from consolidator.settings_styles._fields import class_named, fields
from consolidator.settings_styles._layout import Layout
from consolidator.settings_styles._os_reads import os_read, os_value
from consolidator.settings_styles._placing import added
from consolidator.settings_styles._readers import reader_of
from consolidator.settings_styles._reads import variable_of
from consolidator.syntax.expressions import dotted

STYLE = "flask_config"
_KEYS = {
    "SQLALCHEMY_DATABASE_URI",
    "SQLALCHEMY_TRACK_MODIFICATIONS",
    "TESTING",
    "PROPAGATE_EXCEPTIONS",
    "SESSION_COOKIE_SECURE",
    "MAX_CONTENT_LENGTH",
    "JSON_SORT_KEYS",
    "WTF_CSRF_ENABLED",
}


def find(facts: Facts) -> tuple[SettingsHome, ...]:
    """The base of a module's configuration classes: the pool belongs to every environment of the service."""
    return tuple(_home(facts, cls) for cls in facts.classes if _is_base(facts, cls))


def add(facts: Facts, home: SettingsHome, new: Iterable[NewSetting], *, near: str | None = None) -> tuple[Edit, ...]:
    """Class attributes such as `POOL_SIZE = int(os.environ.get("POOL_SIZE", "5"))`."""
    cls = class_named(facts, home.owner)
    rows = fields(cls.body) if cls is not None else ()
    annotation = "int" if rows and all(row.annotation for row in rows) else None

    def render(at: Layout, name: str, setting: NewSetting) -> tuple[str, ...]:
        return (at.line(name, annotation, os_value(facts, home, rows, at, setting)),)

    return added(facts, home, rows, new, near, render)


def reader(facts: Facts, home: SettingsHome, module: str) -> SettingsReader:
    """Attributes of the class; `module` is the dotted path of the settings module."""
    return reader_of(home, module)


def _home(facts: Facts, cls: Class) -> SettingsHome:
    rows, read = fields(cls.body), os_read(facts)
    return SettingsHome(
        path=facts.path,
        style=STYLE,
        owner=cls.qualname,
        names=tuple(row.name for row in rows),
        accessor=cls.qualname,
        variables=tuple((row.name, name) for row in rows if (name := variable_of(row, read)) is not None),
    )


def _is_base(facts: Facts, cls: Class) -> bool:
    return not cls.scope and not _local_bases(facts, cls) and _is_config(facts, cls)


def _is_config(facts: Facts, cls: Class) -> bool:
    """Named like one, and with a key that Flask or an extension of it reads, itself or in a subclass."""
    keys = {row.name for row in fields(cls.body)}
    below = [other for other in facts.classes if cls.name in _local_bases(facts, other)]
    plain = not cls.decorators and all(dotted(base) == ("object",) for base in cls.bases)
    return (
        plain
        and "config" in cls.name.lower()
        and bool(keys)
        and (bool(keys & _KEYS) or any(_KEYS & {row.name for row in fields(other.body)} for other in below))
    )


def _local_bases(facts: Facts, cls: Class) -> list[str]:
    names = [".".join(dotted(base) or ()) for base in cls.bases]
    return [name for name in names if class_named(facts, name) is not None]
