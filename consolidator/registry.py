"""The members of `settings_styles` and `frameworks`, found by looking in the folders, and who is chosen among them."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Protocol, cast

from consolidator.frameworks.wiring import Wiring
from consolidator.model import Edit, Facts, FrameworkUse, NewSetting, Replace, SettingsHome, SettingsReader


class SettingsStyle(Protocol):
    """What each file of `settings_styles` offers."""

    STYLE: str

    def find(self, facts: Facts) -> tuple[SettingsHome, ...]:
        """The homes of this style in one module."""
        ...

    def add(
        self, facts: Facts, home: SettingsHome, new: Iterable[NewSetting], *, near: str | None = None
    ) -> tuple[Edit, ...]:
        """Edits that add the settings which the home lacks; none where it has all, or takes none."""
        ...

    def reader(self, facts: Facts, home: SettingsHome, module: str) -> SettingsReader:
        """How the shared module reads them."""
        ...


def members(folder: str, marker: str) -> tuple[ModuleType, ...]:
    """The modules of a folder below `consolidator` that define `marker`, in the order of their names."""
    package = importlib.import_module(f"consolidator.{folder}")
    files = [file for place in package.__path__ for file in Path(place).iterdir() if file.suffix == ".py"]
    names = sorted(file.stem for file in files if not file.stem.startswith("_"))
    modules = [importlib.import_module(f"consolidator.{folder}.{name}") for name in names]
    return tuple(module for module in modules if hasattr(module, marker))


@cache
def settings_styles() -> tuple[SettingsStyle, ...]:
    """Every settings style."""
    return cast("tuple[SettingsStyle, ...]", members("settings_styles", "STYLE"))


def settings_style(home: SettingsHome) -> SettingsStyle:
    """The style that a home was found by."""
    return next(style for style in settings_styles() if home.style == style.STYLE)


def settings_homes(facts: Facts) -> tuple[SettingsHome, ...]:
    """All homes of one module, one for each class; what two styles claim belongs to the first by name."""
    found: dict[str, SettingsHome] = {}
    for style in settings_styles():
        for home in style.find(facts):
            found.setdefault(home.owner or home.accessor or "", home)
    return tuple(found.values())


def choose_home(homes: Sequence[SettingsHome], near: str | None) -> SettingsHome | None:
    """The home that holds the field `near` (the database's URL); None where none does, or nobody could read it."""
    wanted = (near or "").casefold()
    holding = [home for home in homes if wanted in {name.casefold() for name in home.names}]
    usable = [home for home in holding if home.accessor is not None or not home.owner]
    return usable[0] if usable else None


class Framework(Protocol):
    """What each file of `frameworks` offers."""

    FRAMEWORK: str

    def find(self, facts: Facts) -> tuple[FrameworkUse, ...]:
        """The applications, routers and workers of one module."""
        ...

    def wire(self, facts: Facts, use: FrameworkUse, wiring: Wiring) -> tuple[Edit, ...]:
        """Edits that add the health route and the closing; none where both are there."""
        ...


@cache
def frameworks() -> tuple[Framework, ...]:
    """Every framework."""
    return cast("tuple[Framework, ...]", members("frameworks", "FRAMEWORK"))


def framework_uses(facts: Facts) -> tuple[FrameworkUse, ...]:
    """All applications, routers and workers of one module."""
    return tuple(use for framework in frameworks() for use in framework.find(facts))


def wire(facts: Facts, use: FrameworkUse, wiring: Wiring) -> tuple[Edit, ...]:
    """The edits of one module that connect an object of it to the shared module, at most one at each offset."""
    framework = next(row for row in frameworks() if use.framework == row.FRAMEWORK)
    return merged(framework.wire(facts, use, wiring))


def merged(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits with insertions at one offset joined in their order."""
    found: dict[object, Edit] = {}
    for edit in edits:
        inserts = isinstance(edit, Replace) and edit.span.start == edit.span.end
        key = ("at", edit.span.start) if inserts and isinstance(edit, Replace) else edit
        before = found.get(key)
        if isinstance(edit, Replace) and isinstance(before, Replace) and before is not edit:
            edit = Replace(edit.span, _stacked(before.text, edit.text))
        found[key] = edit
    return tuple(found.values())


def _stacked(first: str, second: str) -> str:
    """Two insertions behind the same line, with the blank lines of definitions between them."""
    ending = "\r\n" if "\r\n" in second else "\n"
    body = second.lstrip("\r\n")
    if body == second:
        return first + second
    return first.rstrip("\r\n") + ending * (2 if body[:1].isspace() else 3) + body
