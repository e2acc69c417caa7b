"""A module of constants that read `os.environ` or `os.getenv` while it is imported."""

from __future__ import annotations

from collections.abc import Iterable

from consolidator.model import Edit, Facts, NewSetting, SettingsHome, SettingsReader
from consolidator.settings_styles._os_reads import os_read, os_value
from consolidator.settings_styles._read_fields import add_reads
from consolidator.settings_styles._readers import reader_of
from consolidator.settings_styles._reads import group, module

STYLE = "env_module"


def find(facts: Facts) -> tuple[SettingsHome, ...]:
    """The module, where reading the environment is what it is there for."""
    return module(facts, STYLE, os_read(facts))


def add(facts: Facts, home: SettingsHome, new: Iterable[NewSetting], *, near: str | None = None) -> tuple[Edit, ...]:
    """Constants such as `POOL_SIZE = int(os.getenv("POOL_SIZE", "5"))`."""
    rows, read = group(facts, "", os_read(facts)), os_read(facts)
    return add_reads(facts, home, rows, new, near, lambda at, row: os_value(facts, home, rows, at, row), read)


def reader(facts: Facts, home: SettingsHome, module: str) -> SettingsReader:
    """Constants of the module, which is imported as `module`."""
    return reader_of(home, module)
