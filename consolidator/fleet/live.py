"""What is at work in; a few lines on a terminal that say so, and go away at the end, out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from consolidator.fleet.reports.text import STYLES, word
from consolidator.fleet.values import Outcome
from consolidator.masking import mask, printable

if TYPE_CHECKING:
    from rich.console import RenderableType

Active = tuple[str, float, str]
"""A service, the seconds that it is at work, and its latest step."""

SHOWN = 16
"""Services at work that are shown at most."""


class Live:
    """A line for each service at work, and the totals. Nothing of a service is read as markup."""

    def __init__(self, total: int, active: Callable[[], Sequence[Active]]) -> None:
        from rich.console import Console
        from rich.live import Live as Region

        self._total, self._active = total, active
        self._counts: Counter[Outcome] = Counter()
        self._began = time.monotonic()
        self._console = Console(stderr=True, markup=False, highlight=False, emoji=False)
        self._region = Region(get_renderable=self._render, console=self._console, transient=True, refresh_per_second=4)

    def __enter__(self) -> Live:
        self._region.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._region.stop()

    def count(self, outcome: Outcome) -> None:
        """One more service is done."""
        self._counts[outcome] += 1

    def say(self, text: str) -> None:
        """Print a line that stays, above the others."""
        from rich.text import Text

        self._console.print(Text.from_ansi(text.rstrip("\n")), soft_wrap=True)

    def _render(self) -> RenderableType:
        from rich.console import Group
        from rich.text import Text

        active = self._active()
        lines = [
            Text(f"  {_shown(name)}  {seconds:4.0f} s  {_shown(step)}", no_wrap=True, overflow="ellipsis")
            for name, seconds, step in active[:SHOWN]
        ]
        if len(active) > SHOWN:
            lines.append(Text(f"  and {len(active) - SHOWN} more", style="dim"))
        return Group(*lines, self._totals())

    def _totals(self) -> RenderableType:
        from rich.text import Text

        done = self._counts.total()
        line = Text(f"{done} of {self._total}", style="bold", no_wrap=True)
        for outcome in Outcome:
            if self._counts[outcome]:
                line.append(f"  {self._counts[outcome]} {word(outcome)}", STYLES[outcome])
        if done:
            left = (self._total - done) * (time.monotonic() - self._began) / done
            line.append(f"  about {left / 60:.0f} min left" if left >= 90 else f"  about {left:.0f} s left", "dim")
        return line


def _shown(text: str) -> str:
    return printable(mask(text))
