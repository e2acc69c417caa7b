"""A plain class whose attributes, or whose `__init__`, read `os.environ` or `os.getenv`."""

from __future__ import annotations

from collections.abc import Iterable

from consolidator.model import Class, Edit, Facts, NewSetting, SettingsHome, SettingsReader
from consolidator.settings_styles._fields import class_named
from consolidator.settings_styles._os_reads import os_read, os_value
from consolidator.settings_styles._read_fields import add_reads
from consolidator.settings_styles._readers import reader_of
from consolidator.settings_styles._reads import classes, group
from consolidator.syntax.expressions import dotted

STYLE = "plain_class"


def find(facts: Facts) -> tuple[SettingsHome, ...]:
    """Undecorated classes without a base from elsewhere that read the environment."""
    return classes(facts, STYLE, os_read(facts), lambda cls: is_plain(facts, cls))


def add(facts: Facts, home: SettingsHome, new: Iterable[NewSetting], *, near: str | None = None) -> tuple[Edit, ...]:
    """Attributes such as `POOL_SIZE = int(os.getenv("POOL_SIZE", "5"))`, or `self.pool_size = ...`."""
    read = os_read(facts)
    rows = group(facts, home.owner, read)
    return add_reads(facts, home, rows, new, near, lambda at, row: os_value(facts, home, rows, at, row), read)


def reader(facts: Facts, home: SettingsHome, module: str) -> SettingsReader:
    """Attributes of the instance, or of the class itself; `module` is the dotted path of the settings module."""
    return reader_of(home, module)


def is_plain(facts: Facts, cls: Class) -> bool:
    """Whether nothing but the module itself decides what the class's attributes mean."""
    names = [dotted(base) for base in cls.bases]
    local = all(name == ("object",) or (name and class_named(facts, ".".join(name))) for name in names)
    return local and not cls.decorators and not cls.keywords
