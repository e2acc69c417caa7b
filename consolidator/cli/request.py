"""One invocation as it was asked for, before anything is looked up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from consolidator.git.standing import Standing


class Request(NamedTuple):
    """The command's name, its own arguments, and the flags that were given (None where not).

    `found` is where the repository stands, where somebody has asked already.
    """

    command: str
    arguments: Mapping[str, Any]
    flags: Mapping[str, object]
    found: Standing | None = None
