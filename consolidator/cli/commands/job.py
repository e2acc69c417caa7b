"""A request in; everything that the reading commands share out: settings, snapshot, files to write, terminal."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path

from consolidator.ahead import sharing
from consolidator.cli.answer import destinations
from consolidator.cli.commands.classes import check_classes
from consolidator.cli.formats import require_format
from consolidator.cli.request import Request
from consolidator.cli.terminal import Progress, Terminal, look
from consolidator.frozen import dataclass
from consolidator.keeping import keeping
from consolidator.migration import Migration, weigh
from consolidator.syntax.reading import remembering
from consolidator.weighing import told


@dataclass(frozen=True, slots=True)
class Job(Migration):
    """One command at work on one commit."""

    targets: tuple[tuple[str, Path], ...]
    terminal: Terminal

    @contextmanager
    def stages(self) -> Iterator[Progress]:
        """A progress line for as long as the work lasts, and what is known of files of earlier runs."""
        progress = Progress(self.terminal.progress)
        with (
            keeping(os.environ) if self.settings.cache else nullcontext() as kept,
            remembering(kept),
            sharing(self.settings.jobs if "jobs" in self.settings.explicit else 1),
        ):
            try:
                yield progress
            finally:
                progress.clear()


def begin(request: Request, environ: Mapping[str, str]) -> Job:
    """Weigh the settings and read the commit; whatever is wrong with them is said before any work."""
    path = str(request.arguments["path"])
    known = told(path, request.flags, environ).settings
    require_format(request.command, known)
    targets = destinations(known, request.command)
    terminal = look(known.color, known.quiet, environ)
    progress = Progress(terminal.progress)
    progress("reading the commit")
    try:
        work = weigh(path, request.flags, environ, request.found)
        check_classes(work.settings.client_class, work.snapshot)
    finally:
        progress.clear()
    return Job(work.path, work.snapshot, work.settings, work.scope, work.notes, targets, terminal)
