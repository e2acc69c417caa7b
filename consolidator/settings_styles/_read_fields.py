"""New fields beside fields that read the environment through a function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from consolidator.model import Edit, Facts, NewSetting, SettingsHome
from consolidator.settings_styles._fields import Field
from consolidator.settings_styles._layout import Layout
from consolidator.settings_styles._placing import added
from consolidator.settings_styles._reads import Read, variable_of

Value = Callable[[Layout, NewSetting], str]
"""Layout and setting -> the expression that reads it."""


def add_reads(
    facts: Facts,
    home: SettingsHome,
    rows: Sequence[Field],
    new: Iterable[NewSetting],
    near: str | None,
    value: Value,
    read: Read,
) -> tuple[Edit, ...]:
    """Fields with a value each, annotated and documented where most of the fields that read are."""
    kin = [row for row in rows if variable_of(row, read) is not None] or list(rows)
    annotation = _annotation(kin)
    documented = sum(row.documented for row in kin) * 2 > len(kin)

    def render(layout: Layout, name: str, setting: NewSetting) -> tuple[str, ...]:
        doc = (f'{layout.indent}"""{setting.description}"""',) if documented else ()
        return (layout.line(name, annotation, value(layout, setting)), *doc)

    return added(facts, home, kin, new, near, render)


def _annotation(rows: Sequence[Field]) -> str | None:
    typed = [row.annotation for row in rows if row.annotation is not None]
    if len(typed) * 2 <= len(rows):
        return None
    final = next((text for text in typed if text.split(".")[-1].startswith("Final")), None)
    if final is None:
        return "int"
    return final if "[" not in final else f"{final.partition('[')[0]}[int]"
