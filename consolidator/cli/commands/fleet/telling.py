"""What happens to a fleet in; lines on both streams while it happens, and the answer at the end, out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from consolidator.cli.answer import Answer
from consolidator.cli.commands.fleet.job import FleetJob
from consolidator.cli.terminal import emit
from consolidator.fleet.reports import Standing, render
from consolidator.fleet.reports.document import line, service
from consolidator.fleet.reports.text import finished, overview, totals
from consolidator.fleet.state import Record
from consolidator.fleet.values import Result
from consolidator.report.words import count


class Teller:
    """Speaks to the user about one job."""

    def __init__(self, job: FleetJob) -> None:
        self._job = job

    @contextmanager
    def progress(self, total: int) -> Iterator[None]:
        """For as long as the work lasts, show how far it is."""
        yield

    def done(self, record: Record, result: Result) -> None:
        """A service is done."""
        quiet = self._job.settings.quiet
        stdout = line({"type": "service", **service(record)}) if self._job.format == "jsonl" else ""
        emit(stdout, "" if quiet else finished(record, result.fresh, self._job.terminal.color_stderr))

    def stopped(self, left: int) -> None:
        """One of the first few was not sound."""
        emit("", f"one of the first is not sound: {count(left, 'service')} left alone; see what is said of it above\n")

    def answer(self, fleet: Standing, exit_code: int) -> Answer:
        """The fleet in the format that was asked for, the totals on stderr."""
        job = self._job
        summary = "" if job.settings.quiet else f"{totals(fleet)}\n"
        if job.format == "text":
            return Answer(exit_code, overview(fleet, job.terminal.width, job.terminal.color_stdout))
        stdout = render(job.format, fleet)
        if job.format == "jsonl":
            stdout = "".join(each for each in stdout.splitlines(True) if not each.startswith('{"type": "service"'))
        return Answer(exit_code, stdout, summary)
