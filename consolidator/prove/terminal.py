"""A proof in, a table for the terminal out; and the display that shows a proof at work."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from consolidator.masking import printable
from consolidator.prove.figures import UNKNOWN, rows, shortened
from consolidator.prove.listener import Listener
from consolidator.prove.summary import percentile
from consolidator.prove.values import Proof, Round


def table(proof: Proof) -> Table:
    """The figures of both sides; nothing in it is read as markup."""
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    made.add_column("")
    for name, commit in (("Before", proof.before.commit), ("After", proof.after.commit)):
        made.add_column(Text(f"{name} ({printable(shortened(commit))})"), justify="right")
    for row in rows(proof):
        made.add_row(Text(row.label), Text(row.before), Text(row.after))
    return made


class Display(Listener):
    """Shows the stage, the load at work and the rounds so far, and takes it all away at the end."""

    def __init__(self, console: Console) -> None:
        self._connections: Callable[[], int] = lambda: 0
        self._rounds: list[tuple[str, Round]] = []
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}", markup=False),
            console=console,
        )
        self._task = self._progress.add_task("", total=None, note="")
        self._live = Live(get_renderable=self._render, console=console, transient=True, refresh_per_second=8)

    def __enter__(self) -> Display:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def stage(self, text: str) -> None:
        """Show what begins, without a measure of how far it is."""
        self._connections = lambda: 0
        self._begin(printable(text), None)

    def load(self, title: str, total: int, connections: Callable[[], int]) -> None:
        """Show a bar of requests."""
        self._connections = connections
        self._begin(title, total)

    def tick(self) -> None:
        """Move the bar."""
        self._progress.advance(self._task)

    def round(self, side: str, done: Round) -> None:
        """Add a row."""
        self._rounds.append((side, done))

    def _begin(self, title: str, total: int | None) -> None:
        """A task of its own for each stage: rich keeps the total of one that is reset."""
        self._progress.remove_task(self._task)
        self._task = self._progress.add_task(title, total=total, note="")

    def _render(self) -> RenderableType:
        count = self._connections()
        self._progress.update(self._task, note=f"{count} connections" if count else "")
        return Group(self._finished(), self._progress) if self._rounds else self._progress

    def _finished(self) -> Table:
        made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        for name in ("Round", "Failed", "Peak", "Opened", "Rejected", "p95"):
            made.add_column(name, justify="left" if name == "Round" else "right")
        for side, each in self._rounds:
            made.add_row(side, *_cells(each))
        return made


def _cells(done: Round) -> tuple[str, ...]:
    seen, slow = done.observed, percentile(done.load.latencies_ms, 95)
    counts = (done.load.errors, seen.peak, seen.opened, seen.rejected)
    return *(
        UNKNOWN if each is None else f"{each:,}" for each in counts
    ), UNKNOWN if slow is None else f"{slow:,.0f} ms"
