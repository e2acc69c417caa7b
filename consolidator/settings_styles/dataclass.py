"""A dataclass whose defaults, or default factories, read the environment.

https://docs.python.org/3/library/dataclasses.html
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from consolidator.model import Class, Edit, Facts, NewSetting, SettingsHome, SettingsReader
from consolidator.settings_styles._fields import Field
from consolidator.settings_styles._layout import Layout
from consolidator.settings_styles._os_reads import os_read, os_value
from consolidator.settings_styles._read_fields import add_reads
from consolidator.settings_styles._readers import reader_of
from consolidator.settings_styles._reads import classes, group, variable_of
from consolidator.syntax.names import called, names_of, qualified

STYLE = "dataclass"


def find(facts: Facts) -> tuple[SettingsHome, ...]:
    """Dataclasses with a field that reads the environment."""
    names = names_of(facts)

    def is_dataclass(cls: Class) -> bool:
        heads = [d.parts[0] if d.kind == "call" else d for d in cls.decorators]
        return any((qualified(names, head) or "").split(".")[-1] == "dataclass" for head in heads)

    return classes(facts, STYLE, os_read(facts), is_dataclass)


def add(facts: Facts, home: SettingsHome, new: Iterable[NewSetting], *, near: str | None = None) -> tuple[Edit, ...]:
    """Annotated fields, with a `default_factory` where the neighbours read the environment in one."""
    rows = group(facts, home.owner, os_read(facts))
    factory = _factory(facts, rows)

    def value(layout: Layout, setting: NewSetting) -> str:
        text = os_value(facts, home, rows, layout, setting)
        return f"{factory}(default_factory=lambda: {text})" if factory else text

    return add_reads(facts, home, _with_defaults(rows), new, near, value, os_read(facts))


def reader(facts: Facts, home: SettingsHome, module: str) -> SettingsReader:
    """Attributes of the instance; `module` is the dotted path of the settings module."""
    return reader_of(home, module)


def _with_defaults(rows: Sequence[Field]) -> Sequence[Field]:
    """The fields behind the last required one: a field with a default may not stand before that."""
    required = [index for index, row in enumerate(rows) if row.value is None]
    return rows[required[-1] :] if required else rows


def _factory(facts: Facts, rows: Sequence[Field]) -> str | None:
    """`field` as the module calls it, where most reads stand in a default factory."""
    names = names_of(facts)
    read = os_read(facts)
    calls = [r.value for r in rows if r.value is not None and called(names, r.value) == "dataclasses.field"]
    late = [call for call in calls if any(key == "default_factory" for key, _ in call.keywords)]
    direct = [row for row in rows if row.value not in calls and variable_of(row, read) is not None]
    return facts.text(late[0].parts[0].span) if len(late) > len(direct) else None
