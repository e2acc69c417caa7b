"""A request in; everything that the reading commands share out: settings, snapshot, files to write, terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from consolidator import pipeline
from consolidator.cli.answer import destinations
from consolidator.cli.parser import Request
from consolidator.cli.terminal import Progress, Terminal, look
from consolidator.config import Settings, plan_options, read_config, resolve
from consolidator.model import Options, Plan, Snapshot
from consolidator.pipeline import Told


@dataclass(frozen=True, slots=True)
class Job:
    """One command at work on one commit."""

    path: str
    snapshot: Snapshot
    settings: Settings
    targets: tuple[tuple[str, Path], ...]
    terminal: Terminal

    @property
    def options(self) -> Options:
        """The settings that change the plan."""
        return plan_options(self.settings)

    def count(self, plan: Plan) -> Plan:
        """The plan with its connection budget, as far as the settings say instead of the files."""
        said = self.settings
        return pipeline.count(self.snapshot, plan, Told(said.workers, said.replicas, said.max_connections))

    @contextmanager
    def stages(self) -> Iterator[Progress]:
        """A progress line for as long as the work lasts."""
        progress = Progress(self.terminal.progress)
        try:
            yield progress
        finally:
            progress.clear()


def begin(request: Request, environ: Mapping[str, str], formats: Sequence[str]) -> Job:
    """Weigh the settings and read the commit; whatever is wrong with them is said before any work."""
    told = resolve(request.flags, environ)
    targets = destinations(told, formats)
    path = str(request.arguments["path"])
    snapshot = pipeline.read(path, told.base)
    settings = resolve(request.flags, environ, read_config(snapshot))
    return Job(path, snapshot, settings, targets, look(settings.color, settings.quiet, environ))
