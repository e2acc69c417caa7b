"""environs and django-environ: `env = Env()`, then `DATABASE_URL = env.str("DATABASE_URL")`.

https://github.com/sloria/environs and https://django-environ.readthedocs.io/
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from consolidator.model import Edit, Expr, Facts, NewSetting, SettingsHome, SettingsReader
from consolidator.settings_styles._fields import Field
from consolidator.settings_styles._layout import Layout
from consolidator.settings_styles._pool_names import spelled
from consolidator.settings_styles._read_fields import add_reads
from consolidator.settings_styles._readers import reader_of
from consolidator.settings_styles._reads import Read, classes, group, module, walk
from consolidator.settings_styles._typed_reads import made_by, typed_read
from consolidator.syntax.expressions import dotted
from consolidator.syntax.names import called, names_of

STYLE = "environs"
_MAKERS = ("environs.Env", "environ.Env", "environs.EnvMeta", "environ.FileAwareEnv")


def find(facts: Facts) -> tuple[SettingsHome, ...]:
    """Modules of constants and undecorated classes that read through an `Env` of the module."""
    read = _read(facts)
    return (*module(facts, STYLE, read), *classes(facts, STYLE, read, lambda cls: not cls.decorators))


def add(facts: Facts, home: SettingsHome, new: Iterable[NewSetting], *, near: str | None = None) -> tuple[Edit, ...]:
    """Fields such as `POOL_SIZE = env.int("POOL_SIZE", 5)`."""
    read = _read(facts)
    rows = group(facts, home.owner, read)
    return add_reads(facts, home, rows, new, near, lambda at, row: _value(facts, home, rows, at, row, read), read)


def reader(facts: Facts, home: SettingsHome, module: str) -> SettingsReader:
    """Constants of the module, or attributes of the class; `module` is the settings module's dotted path."""
    return reader_of(home, module)


def _read(facts: Facts) -> Read:
    imported = [name for name, full in names_of(facts).items() if full == "environs.env"]
    return typed_read([*imported, *made_by(facts, _MAKERS)])


def _value(facts: Facts, home: SettingsHome, rows: Sequence[Field], layout: Layout, new: NewSetting, read: Read) -> str:
    calls = [expr for row in rows if row.value is not None for expr in walk(row.value) if read(expr)]
    reader_name = dotted(calls[0].parts[0]) or ("env",)
    default = f"default={new.default}" if _by_keyword(facts, calls) else str(new.default)
    variable = layout.string(f"{home.prefix or ''}{spelled(home, new).upper()}")
    return f"{reader_name[0]}.int({variable}, {default})"


def _by_keyword(facts: Facts, calls: Sequence[Expr]) -> bool:
    """django-environ's typed readers and most code name the default; environs also takes it by position."""
    named = sum(any(key == "default" for key, _ in call.keywords) for call in calls)
    placed = sum(len(call.parts) > 2 for call in calls)
    names = names_of(facts)
    is_environ = any(called(names, call).startswith("environ.") for call in made_by(facts, _MAKERS).values())
    return named > placed or (named == placed and is_environ)
