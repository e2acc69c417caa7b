"""Flags, environment and a file of the target in; one frozen `Settings` out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from consolidator.config.files import ConfigFile, read_config
from consolidator.config.options import Option
from consolidator.config.table import OPTIONS, Settings
from consolidator.config.values import convert, suggestion
from consolidator.errors import UsageError
from consolidator.model import Options, PoolOptions

__all__ = ["OPTIONS", "ConfigFile", "Option", "Settings", "plan_options", "read_config", "resolve"]

_POOL_FIELDS = {
    "pool_size": "size",
    "max_overflow": "max_overflow",
    "pool_timeout": "timeout",
    "pool_recycle": "recycle",
    "pre_ping": "pre_ping",
}


def resolve(flags: Mapping[str, object], environ: Mapping[str, str], file: ConfigFile | None = None) -> Settings:
    """What the tool was told: flag before environment before file before default.

    `flags` maps option names to raw values, None where a flag was not given.
    Raises UsageError for a value that cannot be used and for an unknown key or variable.
    """
    values: dict[str, Any] = {}
    for option, raw, origin in (*_from_file(file or ConfigFile()), *_from_environment(environ), *_from_flags(flags)):
        values[option.field] = convert(option, raw, origin)
    return Settings(**values, explicit=frozenset(values))


def plan_options(settings: Settings) -> Options:
    """The part of the settings that changes the plan."""
    pool = {name: getattr(settings, field) for field, name in _POOL_FIELDS.items()}
    explicit = frozenset(_POOL_FIELDS[field] for field in settings.explicit if field in _POOL_FIELDS)
    return Options(
        target=settings.target,
        pool=PoolOptions(**pool, explicit=explicit),
        client_classes=settings.client_class,
        health=settings.health,
        tests=settings.tests,
        include_review=settings.include_review,
        template_dir=settings.template_dir,
    )


def _from_flags(flags: Mapping[str, object]) -> Iterator[tuple[Option, object, str]]:
    for name, raw in flags.items():
        if raw is not None:
            yield OPTIONS[name], raw, OPTIONS[name].flag


def _from_environment(environ: Mapping[str, str]) -> Iterator[tuple[Option, object, str]]:
    by_variable = {option.variable: option for option in OPTIONS.values()}
    for variable, raw in sorted(environ.items()):
        if variable.startswith("CONSOLIDATE_") and raw:
            if variable not in by_variable:
                raise UsageError(f"unknown variable {variable}", suggestion(variable, by_variable))
            yield by_variable[variable], raw, variable


def _from_file(file: ConfigFile) -> Iterator[tuple[Option, object, str]]:
    for key, raw in file.values.items():
        name = key.replace("_", "-")
        if name not in OPTIONS:
            known = [option.name for option in OPTIONS.values() if not option.refused]
            raise UsageError(f"{file.name}: unknown key {key!r}", suggestion(name, known))
        option = OPTIONS[name]
        if option.refused:
            raise UsageError(
                f"{file.name}: {key} cannot be set there: {option.refused}", f"use {option.flag} or {option.variable}"
            )
        yield option, raw, f"{file.name}: {key}"
