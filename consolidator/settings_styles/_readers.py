"""How the shared module reads its pool settings from a settings home."""

from __future__ import annotations

import re

from consolidator.model import SettingsHome, SettingsReader
from consolidator.settings_styles._pool_names import attribute_names


def reader_of(home: SettingsHome, module: str) -> SettingsReader:
    """`module` is the dotted path under which the home is imported.

    Without an accessor of a class the shared module reads the environment itself.
    """
    names = attribute_names(home)
    if home.accessor is not None:
        match = re.match(r"\w+", home.accessor)
        assert match is not None
        return SettingsReader(home.accessor, (f"from {module} import {match.group()}",), names)
    if home.owner:
        return SettingsReader()
    package, _, name = module.rpartition(".")
    line = f"from {package} import {name}" if package else f"import {name}"
    return SettingsReader(name, (line,), names)
