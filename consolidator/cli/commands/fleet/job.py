"""A request in; what all commands of a fleet share out: where its state is, what to print and to write."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from consolidator.cli.request import Request
from consolidator.cli.terminal import Terminal, look
from consolidator.config import Settings, resolve
from consolidator.config.values import suggestion
from consolidator.errors import EnvironmentFailed, UsageError
from consolidator.fleet.formats import FORMATS
from consolidator.fleet.manifest import STDIN
from consolidator.fleet.reports import Standing, render
from consolidator.fleet.reports.page import as_pages
from consolidator.fleet.state import State
from consolidator.frozen import dataclass
from consolidator.masking import printable

ELSEWHERE = frozenset({"CONSOLIDATE_FORMAT", "CONSOLIDATE_OUTPUT"})
"""Variables that choose among the formats of a single service."""


@dataclass(frozen=True, slots=True)
class FleetJob:
    """One command at work on one fleet."""

    settings: Settings
    terminal: Terminal
    state: Path
    format: str
    targets: tuple[tuple[str, Path], ...]

    def write(self, fleet: Standing, state: State) -> None:
        """Write the files that were asked for; raises EnvironmentFailed."""
        for name, path in self.targets:
            files = as_pages(fleet, state.pages(), path.name) if name == "html" else {path.name: render(name, fleet)}
            for place, text in files.items():
                _put(path.parent / place, text)


def _put(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EnvironmentFailed(
            f"cannot write {printable(str(path))}: {error.strerror}", "name a file that can be written"
        ) from None


def begin(request: Request, environ: Mapping[str, str]) -> FleetJob:
    """What was asked for, checked before any work is done; raises UsageError and EnvironmentFailed."""
    settings = resolve(request.flags, {name: value for name, value in environ.items() if name not in ELSEWHERE})
    format = str(request.arguments["format"])
    if format == "html":
        raise UsageError("--format: html is more than one file", "write it with -o html=fleet.html")
    if format not in ("text", *FORMATS):
        raise UsageError(f"--format: {format!r} is not a format", suggestion(format, ("text", *FORMATS)))
    return FleetJob(
        settings,
        look(settings.color, settings.quiet, environ),
        state_file(request),
        format,
        tuple(_target(item) for item in request.arguments["output"] or ()),
    )


def state_file(request: Request) -> Path:
    """Where the state is: as told, else beside the manifest; raises UsageError where it has no place."""
    told, manifest = request.arguments["state"], request.arguments["manifest"]
    if told:
        return Path(told)
    if manifest is None or manifest == STDIN:
        raise UsageError("the fleet has no file that its state could lie beside", "name one with --state FILE")
    return Path(f"{manifest}.state")


def _target(item: str) -> tuple[str, Path]:
    name, _, file = item.partition("=")
    if not file or file == "-":
        raise UsageError(
            f"--output: {item!r} is not FORMAT=FILE", "name a format and a file, such as -o html=fleet.html"
        )
    if name not in FORMATS:
        raise UsageError(f"--output: {name!r} is not a format", suggestion(name, FORMATS))
    path = Path(file)
    if path.is_dir() or not path.parent.is_dir():
        raise EnvironmentFailed(
            f"cannot write {printable(file)}: no such folder, or a folder itself",
            "name a file in a folder that exists",
        )
    return name, path
