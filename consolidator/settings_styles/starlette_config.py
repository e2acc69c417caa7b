"""Starlette's Config: `DATABASE_URL = config("DATABASE_URL", cast=Secret)`.

https://www.starlette.io/config/
"""

from __future__ import annotations

from collections.abc import Iterable

from consolidator.frozen import replace
from consolidator.model import Edit, Facts, NewSetting, SettingsHome, SettingsReader
from consolidator.settings_styles._read_fields import add_reads
from consolidator.settings_styles._readers import reader_of
from consolidator.settings_styles._reads import Read, classes, group, module
from consolidator.settings_styles._typed_reads import cast_value, made_by, prefix_of, typed_read

STYLE = "starlette_config"
_MAKERS = ("starlette.config.Config",)


def find(facts: Facts) -> tuple[SettingsHome, ...]:
    """Modules of constants and undecorated classes that read through a `Config` of the module."""
    read = _read(facts)
    prefix = prefix_of(made_by(facts, _MAKERS).values(), "env_prefix")
    homes = (*module(facts, STYLE, read), *classes(facts, STYLE, read, lambda cls: not cls.decorators))
    return tuple(replace(home, prefix=prefix, variables=_prefixed(home, prefix)) for home in homes)


def add(facts: Facts, home: SettingsHome, new: Iterable[NewSetting], *, near: str | None = None) -> tuple[Edit, ...]:
    """Fields such as `POOL_SIZE = config("POOL_SIZE", cast=int, default=5)`; the prefix is the Config's business."""
    read = _read(facts)
    rows = group(facts, home.owner, read)
    bare = replace(home, prefix="")
    return add_reads(facts, home, rows, new, near, lambda at, row: cast_value(facts, bare, rows, at, row, read), read)


def reader(facts: Facts, home: SettingsHome, module: str) -> SettingsReader:
    """Constants of the module, or attributes of the class; `module` is the settings module's dotted path."""
    return reader_of(home, module)


def _read(facts: Facts) -> Read:
    return typed_read(made_by(facts, _MAKERS))


def _prefixed(home: SettingsHome, prefix: str | None) -> tuple[tuple[str, str], ...]:
    return () if prefix is None else tuple((field, prefix + variable) for field, variable in home.variables)
