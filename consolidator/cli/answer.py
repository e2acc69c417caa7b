"""A report in; what goes to stdout, to stderr and into files out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from consolidator import pipeline
from consolidator import report as reports
from consolidator.cli.ending import Answer as Answer
from consolidator.cli.formats import WRITTEN
from consolidator.cli.terminal import Terminal
from consolidator.config import Settings
from consolidator.config.values import suggestion
from consolidator.errors import EnvironmentFailed, UsageError
from consolidator.report import Report


def destinations(settings: Settings, command: str) -> tuple[tuple[str, Path], ...]:
    """The (format, file) pairs that `-o` asks for, checked before any work is done.

    Raises UsageError for what the command does not make, and EnvironmentFailed where a file cannot be written.
    """
    return tuple(_destination(item, command) for item in settings.output)


def _destination(item: str, command: str) -> tuple[str, Path]:
    name, _, file = item.partition("=")
    if not file or file == "-":
        raise UsageError(
            f"--output: {item!r} is not FORMAT=FILE", "name a format and a file, such as -o json=report.json"
        )
    makers = [each for each, formats in WRITTEN.items() if name in formats]
    if not makers:
        raise UsageError(f"--output: {name!r} is not a format", suggestion(name, WRITTEN[command]))
    if command not in makers:
        raise UsageError(f"--output: {command} makes no {name}", f"use `consolidate {makers[0]}`")
    try:
        _open(Path(file))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise EnvironmentFailed(f"cannot write {file}: {reason}", "name a file that can be written") from None
    return name, Path(file)


def _open(path: Path) -> None:
    """Open the file as the report will be later, and leave it as it was; a device or a pipe would notice."""
    real = path.resolve()
    is_new = not real.exists()
    if is_new or real.is_file() or real.is_dir():
        with real.open("ab"):
            pass
    if is_new:
        real.unlink()


def write(report: Report, settings: Settings, targets: Sequence[tuple[str, Path]]) -> None:
    """Write the report into the files that were asked for; raises EnvironmentFailed."""
    for name, path in targets:
        content = reports.render(name, report, settings.template_dir)
        try:
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise EnvironmentFailed(
                f"cannot write {path}: {error.strerror}{_done(report)}",
                "name a file that can be written, or free the disk",
            ) from None


def _done(report: Report) -> str:
    """What was made nevertheless."""
    if report.branch:
        return f"; the branch {report.branch} was made all the same"
    return "; the change was written into the work tree all the same" if report.written else ""


def answer(
    report: Report,
    code: int,
    settings: Settings,
    terminal: Terminal,
    text: Callable[[], str | bytes] = str,
    notes: Sequence[str] = (),
) -> Answer:
    """The streams of a report: `text` makes what stdout gets with `-f text`; notes and summary go to stderr."""
    chosen = settings.format
    stdout = text() if chosen == "text" else reports.render(chosen, report, settings.template_dir)
    is_silent = settings.quiet or (report.command == "scan" and chosen != "text")  # no program reads what to do next
    summary = "" if is_silent else reports.summary(report, settings.verbose, terminal.color_stderr)
    stderr = reports.notes(notes) + summary
    return Answer(code, stdout, stderr, report.snapshot is not None and pipeline.is_sure(report.snapshot))
