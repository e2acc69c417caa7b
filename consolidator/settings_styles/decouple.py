"""python-decouple: `DATABASE_URL = config("DATABASE_URL", default="")`.

https://github.com/HBNetwork/python-decouple
"""

from __future__ import annotations

from collections.abc import Iterable

from consolidator.model import Edit, Facts, NewSetting, SettingsHome, SettingsReader
from consolidator.settings_styles._read_fields import add_reads
from consolidator.settings_styles._readers import reader_of
from consolidator.settings_styles._reads import Read, classes, group, module
from consolidator.settings_styles._typed_reads import cast_value, made_by, typed_read
from consolidator.syntax.names import names_of

STYLE = "decouple"
_MAKERS = ("decouple.Config", "decouple.AutoConfig")


def find(facts: Facts) -> tuple[SettingsHome, ...]:
    """Modules of constants and undecorated classes that read through decouple."""
    read = _read(facts)
    return (*module(facts, STYLE, read), *classes(facts, STYLE, read, lambda cls: not cls.decorators))


def add(facts: Facts, home: SettingsHome, new: Iterable[NewSetting], *, near: str | None = None) -> tuple[Edit, ...]:
    """Fields such as `POOL_SIZE = config("POOL_SIZE", cast=int, default=5)`."""
    read = _read(facts)
    rows = group(facts, home.owner, read)
    return add_reads(facts, home, rows, new, near, lambda at, row: cast_value(facts, home, rows, at, row, read), read)


def reader(facts: Facts, home: SettingsHome, module: str) -> SettingsReader:
    """Constants of the module, or attributes of the class; `module` is the settings module's dotted path."""
    return reader_of(home, module)


def _read(facts: Facts) -> Read:
    imported = [name for name, full in names_of(facts).items() if full == "decouple.config"]
    return typed_read([*imported, *made_by(facts, _MAKERS)])
