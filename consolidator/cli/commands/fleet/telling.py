"""What happens to a fleet in; lines on both streams while it happens, and the answer at the end, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from consolidator.cli.answer import Answer
from consolidator.cli.commands.fleet.job import FleetJob
from consolidator.cli.terminal import emit
from consolidator.fleet.live import Active, Live
from consolidator.fleet.proposals.ready import COMMANDS
from consolidator.fleet.proposing import Proposed
from consolidator.fleet.reports import Standing, render
from consolidator.fleet.reports.document import as_lines, line, service
from consolidator.fleet.reports.text import finished, overview, totals
from consolidator.fleet.state import Record
from consolidator.fleet.values import Outcome, Result
from consolidator.masking import printable
from consolidator.report.words import count

SOUND = (Outcome.CHANGED, Outcome.NOTHING)


class Teller:
    """Speaks to the user about one job: on a terminal a few lines that move, elsewhere a line for each service."""

    def __init__(self, job: FleetJob) -> None:
        self._job = job
        self._live: Live | None = None
        self._told: set[str] = set()

    @contextmanager
    def progress(self, total: int, active: Callable[[], Sequence[Active]]) -> Iterator[None]:
        """For as long as the work lasts, show how far it is."""
        if not self._job.terminal.progress:
            yield
            return
        with Live(total, active) as self._live:
            yield
        self._live = None

    def done(self, record: Record, result: Result) -> None:
        """A service is done; on a terminal only what is not sound stays to be read."""
        if self._job.format == "jsonl":
            emit(line({"type": "service", **service(record)}), "")
            self._told.add(record.name)
        if self._live:
            self._live.count(result.outcome)
        if not (self._live and result.outcome in SOUND):
            self.say(finished(record, result.fresh, self._job.terminal.color_stderr))

    def say(self, text: str) -> None:
        """A line for a person, unless none is wanted."""
        if self._live:
            self._live.say(text)
        elif not self._job.settings.quiet:
            emit("", text)

    def stopped(self, left: int) -> None:
        """One of the first few was not sound."""
        self.say(f"one of the first is not sound, so {count(left, 'service')} stay as they are\n")

    def proposed(self, done: Proposed, place: Path) -> None:
        """What is left to be proposed, and by whom."""
        if done.held:
            self.say(f"{count(done.held, 'request')} held back by --max-open; run again when some are merged\n")
        if done.ready:
            said = f"{count(done.ready, 'request')} left for a person, ready in {place / COMMANDS}"
            self.say(f"{printable(said)}: no forge is known for the remote, or gh or glab is not installed\n")

    def answer(self, fleet: Standing, exit_code: int) -> Answer:
        """The fleet in the format that was asked for, the totals on stderr."""
        job, terminal = self._job, self._job.terminal
        if job.format == "text":
            return Answer(exit_code, overview(fleet, job.settings.verbose, terminal.width, terminal.color_stdout))
        stdout = as_lines(fleet, self._told) if job.format == "jsonl" else render(job.format, fleet)
        return Answer(exit_code, stdout, "" if job.settings.quiet else f"{totals(fleet)}\n")
