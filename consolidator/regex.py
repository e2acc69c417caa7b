"""The text of a regular expression to one that is compiled when it is first used."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, AnyStr, cast


def lazy(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """An expression for a module to keep: a run uses few of the hundreds there are, and each takes half a millisecond.

    It has the methods of a compiled one, and is none: give it to no function of `re`.
    """
    return cast("re.Pattern[AnyStr]", Lazy(text, flags))


class Lazy:
    """Stands for an expression; what was asked for once is found at once the next time."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text = text
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[Any]:
        """The expression itself."""
        return re.compile(self._text, self._flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.compiled, name)
        setattr(self, name, found)
        return found
