"""The commands by name: each takes a request and the environment, and gives an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, cast

from consolidator.cli.ending import Answer

Command = Callable[[Any, Mapping[str, str]], Answer]


def command(name: str) -> Command:
    """The command of that name; only its own module is loaded. One of a group is a name of the group's module."""
    words = name.split(" ")
    module = import_module(f"consolidator.cli.commands.{words[0]}")
    return cast(Command, getattr(module, words[-1]))
