"""Pool options and a settings home to new settings, and to the environment variables they are read from."""

from __future__ import annotations

from collections.abc import Iterable

from consolidator.model import NewSetting, PoolOptions, SettingsHome
from consolidator.settings_styles._pool_names import existing, missing, spelled


def new_settings(pool: PoolOptions) -> tuple[NewSetting, ...]:
    """The four settings that every service gets, with the run's defaults.

    Minimums as QueuePool needs them: a size of 0 would mean unlimited, a negative recycle never.
    """
    return (
        NewSetting("size", "POOL_SIZE", pool.size, 1, "Database connections kept open"),
        NewSetting("max_overflow", "POOL_MAX_OVERFLOW", pool.max_overflow, 0, "Further connections under load"),
        NewSetting("timeout", "POOL_TIMEOUT", pool.timeout, 0, "Seconds to wait for a database connection"),
        NewSetting("recycle", "POOL_RECYCLE", pool.recycle, -1, "Seconds before a connection is replaced"),
    )


def variables(home: SettingsHome | None, new: Iterable[NewSetting]) -> tuple[tuple[NewSetting, str], ...]:
    """(setting, environment variable) for every setting whose variable is known.

    Without a home the shared module reads variables of the settings' own names.
    """
    if home is None:
        return tuple((setting, setting.name) for setting in new)
    rows = ((setting, _variable(home, setting)) for setting in new)
    return tuple((setting, name) for setting, name in rows if name is not None)


def new_variables(home: SettingsHome | None, new: Iterable[NewSetting]) -> tuple[tuple[NewSetting, str], ...]:
    """As `variables`, for the settings that the home does not have yet: those that documents should list."""
    return variables(home, missing(home, new) if home is not None else new)


def variable_of(home: SettingsHome, field: str) -> str | None:
    """The environment variable behind an existing field; None where it is computed."""
    named = dict(home.variables).get(field)
    if named is not None:
        return named
    return None if home.prefix is None else f"{home.prefix}{field.upper()}"


def _variable(home: SettingsHome, setting: NewSetting) -> str | None:
    field = existing(home.names, setting.key)
    return variable_of(home, field if field is not None else spelled(home, setting))
