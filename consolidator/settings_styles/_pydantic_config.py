"""What a pydantic settings class configures: `model_config`, an inner `class Config`, or class keywords."""

from __future__ import annotations

from collections.abc import Mapping

from consolidator.frozen import dataclass
from consolidator.model import Class, Expr, Facts
from consolidator.settings_styles._fields import class_named
from consolidator.syntax.names import Names, called, literal

_DICTS = {"pydantic_settings.SettingsConfigDict", "pydantic_settings.main.SettingsConfigDict"}


@dataclass(frozen=True, slots=True)
class Config:
    """`prefix` is None where it is computed; `delimiter` is None where nested variables are not read."""

    prefix: str | None = ""
    delimiter: str | None = None
    is_settings: bool = False
    has_prefix: bool = False

    def over(self, base: Config) -> Config:
        """This configuration, completed by an inherited one."""
        prefix = self.prefix if self.has_prefix else base.prefix
        return Config(prefix, self.delimiter or base.delimiter, self.is_settings, self.has_prefix or base.has_prefix)


def config_of(cls: Class, facts: Facts, names: Names) -> Config:
    """The configuration that a class states itself."""
    rows: dict[str, Expr] = {}
    is_settings = False
    for statement in cls.body:
        if statement.targets == ("model_config",) and statement.value is not None:
            is_settings = called(names, statement.value) in _DICTS
            rows.update((key, value) for key, value in statement.value.keywords if key)
    rows.update(_inner(cls, facts))
    rows.update((key, value) for key, value in cls.keywords if key)
    return _read(rows, is_settings)


def _inner(cls: Class, facts: Facts) -> Mapping[str, Expr]:
    inner = class_named(facts, f"{cls.qualname}.Config")
    body = inner.body if inner is not None else ()
    return {s.targets[0]: s.value for s in body if len(s.targets) == 1 and s.value is not None}


def _read(rows: Mapping[str, Expr], is_settings: bool) -> Config:
    prefix = literal(rows["env_prefix"]) if "env_prefix" in rows else ""
    delimiter = literal(rows.get("env_nested_delimiter"))
    return Config(
        prefix=prefix if isinstance(prefix, str) else None,
        delimiter=delimiter if isinstance(delimiter, str) else None,
        is_settings=is_settings,
        has_prefix="env_prefix" in rows,
    )
