"""Flags, environment and files in; one frozen `Settings` out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from consolidator.config.files import ConfigFile
from consolidator.config.options import Option
from consolidator.config.standing import refusal
from consolidator.config.table import OPTIONS, Settings
from consolidator.config.values import convert, suggestion
from consolidator.errors import UsageError

Told = Iterator[tuple[Option, object, str]]
"""An option, its raw value, and how the user calls the place that it comes from."""


def resolve(
    flags: Mapping[str, object],
    environ: Mapping[str, str],
    repository: ConfigFile | None = None,
    outside: ConfigFile | None = None,
) -> Settings:
    """What the tool was told: flag before environment before the file outside before the repository's before default.

    `flags` maps option names to raw values, None where a flag was not given. The repository's file may set only what
    its class allows, `outside` everything.
    Raises UsageError for a value that cannot be used and for an unknown key or variable.
    """
    theirs = _values(_from_repository(repository or ConfigFile()))
    ours = _values(_from_outside(outside or ConfigFile()))
    ours |= _values(_from_environment(environ)) | _values(_from_flags(flags))
    return Settings(
        **(theirs | ours), explicit=frozenset(theirs | ours), from_repository=frozenset(theirs.keys() - ours.keys())
    )


def _values(told: Told) -> dict[str, Any]:
    return {option.field: convert(option, raw, origin) for option, raw, origin in told}


def _from_flags(flags: Mapping[str, object]) -> Told:
    for name, raw in flags.items():
        if raw is not None:
            yield OPTIONS[name], raw, OPTIONS[name].flag


def _from_environment(environ: Mapping[str, str]) -> Told:
    by_variable = {option.variable: option for option in OPTIONS.values()}
    for variable, raw in sorted(environ.items()):
        if variable.startswith("CONSOLIDATE_") and raw:
            if variable not in by_variable:
                raise UsageError(f"unknown variable {variable}", suggestion(variable, by_variable))
            yield by_variable[variable], raw, variable


def _from_repository(file: ConfigFile) -> Told:
    for option, raw, key in _keys(file, [option for option in OPTIONS.values() if refusal(option) is None]):
        if refusal(option) is not None:
            raise UsageError(
                f"{file.name}: {key} cannot be set there: {refusal(option)}", f"use {option.flag} or {option.variable}"
            )
        yield option, raw, f"{file.name}: {key}"


def _from_outside(file: ConfigFile) -> Told:
    config = OPTIONS["config"]
    for option, raw, key in _keys(file, [option for option in OPTIONS.values() if option is not config]):
        if option is config:
            raise UsageError(f"{file.name}: {key} cannot be set there: it is this file", f"use {option.flag}")
        yield option, raw, f"{file.name}: {key}"


def _keys(file: ConfigFile, known: list[Option]) -> Told:
    """The options that a file sets, each with its key as written; `known` are suggested for a mistyped one."""
    for key, raw in file.values.items():
        name = key.replace("_", "-")
        if name not in OPTIONS:
            raise UsageError(f"{file.name}: unknown key {key!r}", suggestion(name, [option.name for option in known]))
        yield OPTIONS[name], raw, key
