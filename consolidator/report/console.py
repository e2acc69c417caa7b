"""Lines and tables in; terminal text out: the only door to Rich, with its markup switched off."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from typing import TYPE_CHECKING

from consolidator.frozen import dataclass
from consolidator.masking import mask, printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

UNLIMITED = 100_000
"""Columns of an output that is not a terminal: nothing is ever wrapped or cropped there."""

READABLE = 30
"""Columns that a sentence needs beside others; below that it is a column of word fragments."""


@dataclass(frozen=True, slots=True)
class Line:
    """Text in one style (a Rich style such as `bold red`)."""

    text: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows under a heading each; the last column takes what width is left. `indent` in columns.

    `whole`: the first column holds places, `path:line`, which are never broken: a reader clicks on them. Where the
    last column would be left with too little beside them, it goes below.
    """

    rows: Sequence[Sequence[str]]
    head: Sequence[str] = ()
    styles: Sequence[str] = ()
    indent: int = 0
    whole: bool = False


def paint(parts: Sequence[Line | Grid], width: int | None, color: bool) -> str:
    """The parts as text. Control characters are shown as escapes, passwords in URLs are masked.

    `width` None: no terminal. Nothing of the data is read as markup, emoji or highlighting.
    """
    from rich.console import Console

    console = Console(
        file=StringIO(),
        width=width or UNLIMITED,
        color_system="standard" if color else None,
        force_terminal=color,
        no_color=not color,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    for part in parts:
        _print(console, part)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _print(console: Console, part: Line | Grid) -> None:
    from rich.padding import Padding
    from rich.text import Text

    if isinstance(part, Line):
        console.print(Text(_safe(part.text), style=part.style), soft_wrap=True)
    elif part.whole and not _fits(part, console.width):
        for row in part.rows:
            console.print(Text(_safe(" " * part.indent + "  ".join(row[:-1]))), soft_wrap=True)
            console.print(Padding(Text(_safe(row[-1])), (0, 0, 0, part.indent + 4)))
    elif part.rows:
        console.print(Padding(_table(part), (0, 0, 0, part.indent), expand=False))


def _fits(grid: Grid, width: int) -> bool:
    """Whether the columns before the last leave enough of a line for sentences."""
    columns = zip(*(row[:-1] for row in grid.rows), strict=True)
    taken = grid.indent + sum(max(map(len, column)) + 2 for column in columns)
    return width - taken >= READABLE


def _table(grid: Grid) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=bool(grid.head), pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    columns = len(grid.rows[0])
    for at in range(columns):
        heading = grid.head[at] if grid.head else ""
        style = grid.styles[at] if grid.styles else ""
        table.add_column(Text(heading), style=style, overflow="fold")
    for row in grid.rows:
        table.add_row(*(Text(_safe(cell)) for cell in row))
    return table


def _safe(text: str) -> str:
    return printable(mask(text))
