"""What a proof tells while it is at work, for a display; the silent one tells nobody."""

from __future__ import annotations

from collections.abc import Callable

from consolidator.prove.values import Round


class Listener:
    """Hears of stages and loads. Every method may be left as it is."""

    def stage(self, text: str) -> None:
        """A stage begins, in words."""

    def load(self, title: str, total: int, connections: Callable[[], int]) -> None:
        """A load of `total` requests begins; `connections` gives the latest sample."""

    def tick(self) -> None:
        """One request was answered, or failed."""

    def round(self, side: str, done: Round) -> None:
        """A round of the side `before` or `after` ended."""
