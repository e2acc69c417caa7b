"""Names of pool settings: which existing field means which setting, and how a new one is called."""

from __future__ import annotations

import re
from collections.abc import Iterable

from consolidator.model import NewSetting, SettingsHome
from consolidator.regex import lazy

_STEMS = {
    "size": "pool_size",
    "max_overflow": "(?:pool_)?max_overflow|pool_overflow",
    "timeout": "pool_timeout",
    "recycle": "pool_recycle",
    "pre_ping": "pool_pre_ping",
    "wait_warning": "pool_wait_warning",
}
_OWNERS = "(?:(?:db|database|sqlalchemy|sql|postgres|postgresql|pg|mysql|sa)_)?"
_DEFAULT_NAMES = {
    "size": "POOL_SIZE",
    "max_overflow": "POOL_MAX_OVERFLOW",
    "timeout": "POOL_TIMEOUT",
    "recycle": "POOL_RECYCLE",
}
_URL = lazy(
    r"(?=.*(?:url|uri|dsn)$)(?:.*_)?(?:database|db|postgres|postgresql|pg|mysql|sqlalchemy|sql)|(?:dsn|url)$",
    re.IGNORECASE,
)


def existing(names: Iterable[str], key: str) -> str | None:
    """The field that already holds a pool setting, whatever its case; a `DB_` before it is taken for the same."""
    pattern = re.compile(f"{_OWNERS}(?:{_STEMS[key]})", re.IGNORECASE)
    return next((name for name in names if pattern.fullmatch(name)), None)


def missing(home: SettingsHome, new: Iterable[NewSetting]) -> tuple[NewSetting, ...]:
    """The settings that the home does not have yet."""
    return tuple(setting for setting in new if existing(home.names, setting.key) is None)


def spelled(home: SettingsHome, setting: NewSetting) -> str:
    """The name of a new field in the case of its neighbours, with the `DB_` that other pool fields have."""
    name = f"{_owner(home.names)}{setting.name}"
    return name.lower() if home.case == "lower" else name.upper()


def attribute_names(home: SettingsHome) -> tuple[tuple[str, str], ...]:
    """(key, attribute) for every pool setting that the home has, or will have once it is added."""
    rows: list[tuple[str, str]] = []
    for key in _STEMS:
        have = existing(home.names, key)
        if have is not None:
            rows.append((key, have))
        elif key in _DEFAULT_NAMES:
            rows.append((key, spelled(home, NewSetting(key, _DEFAULT_NAMES[key], 0, 0, ""))))
    return tuple(rows)


def _owner(names: Iterable[str]) -> str:
    """What stands before the pool fields that are there already: `DB_` of `DB_POOL_SIZE`."""
    matches = (re.fullmatch(f"({_OWNERS})(?:{_STEMS['size']})", name, re.IGNORECASE) for name in names)
    return next((match[1] for match in matches if match), "")


def is_url(name: str) -> bool:
    """Whether a field's name says that it holds a database URL."""
    return _URL.match(name) is not None


def is_pool(name: str) -> bool:
    """Whether a field's name says that it is a pool setting."""
    return any(existing([name], key) is not None for key in _STEMS)
