"""`consolidate prove`: arguments in; evidence on the streams and in files, and an exit code, out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from consolidator import signals
from consolidator.errors import EnvironmentFailed
from consolidator.frozen import dataclass
from consolidator.prove.arguments import Arguments, to_ask
from consolidator.prove.evidence import gather
from consolidator.prove.listener import Listener
from consolidator.prove.rendering import render
from consolidator.prove.run import Export


@dataclass(frozen=True, slots=True)
class Output:
    """Where the evidence goes: `format` (text, json, markdown, html) to `out`, `files` as (format, file) pairs.

    With `progress`, `err` shows the work live; `width` is that of a terminal at `out`, None for none.
    """

    out: TextIO
    err: TextIO
    format: str = "text"
    files: Sequence[tuple[str, Path]] = ()
    template_dir: str | None = None
    progress: bool = False
    color: bool = False
    width: int | None = None


def prove_command(given: Arguments, export: Export, output: Output) -> int:
    """Compare two commits; returns 0, or 5 where the evidence speaks against the later one.

    `export(commit, folder)` puts a commit's files into an empty folder that exists.
    Raises UsageError for values that cannot be used and EnvironmentFailed where something does not start.
    Whatever ends this, even a signal, leaves no process and no folder behind.
    """
    ask = to_ask(given)
    with signals.ending(), listening(output) as listener:
        evidence = gather(export, given.before, given.after, ask, listener)
    for name, path in output.files:
        _write(path, render(evidence, name, output.template_dir))
    output.out.write(render(evidence, output.format, output.template_dir, output.color, output.width))
    return evidence.exit_code


@contextmanager
def listening(output: Output) -> Iterator[Listener]:
    """A live display where one is wanted."""
    if not output.progress:
        yield Listener()
        return
    from rich.console import Console

    from consolidator.prove.terminal import Display

    with Display(Console(file=output.err)) as display:
        yield display


def _write(path: Path, content: str) -> None:
    try:
        path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise EnvironmentFailed(f"cannot write {path}: {error.strerror}", "name a file that can be written") from None
