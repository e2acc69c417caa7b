"""One invocation as it was asked for, before anything is looked up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Request(NamedTuple):
    """The command's name, its own arguments, and the flags that were given (None where not)."""

    command: str
    arguments: Mapping[str, Any]
    flags: Mapping[str, object]
