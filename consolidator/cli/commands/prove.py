"""`consolidate prove`: two commits under the same load."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping

from consolidator import pipeline
from consolidator import report as reports
from consolidator.cli.answer import Answer, destinations
from consolidator.cli.parser import Request
from consolidator.cli.terminal import look
from consolidator.config import Settings, plan_options
from consolidator.errors import UsageError
from consolidator.model import Snapshot
from consolidator.weighing import told

FORMATS = ("json", "markdown", "html")


def prove(request: Request, environ: Mapping[str, str]) -> Answer:
    """Measure the commit before and the branch after; exit 0, or 5 where the evidence speaks against the change."""
    from consolidator.cli.proof import arguments, exporter
    from consolidator.prove.command import Output, prove_command

    path = str(request.arguments["path"])
    known = told(path, request.flags, environ)
    files = destinations(known.settings, FORMATS)
    head = pipeline.read(path)
    settings, notes = known.with_repository(head)
    if settings.format == "sarif":
        raise UsageError("a proof has no sarif", "use -f text, -f json or -f markdown")
    before, after = _commits(path, head, settings)
    given = arguments(settings, pipeline.decide(before, plan_options(settings)), before.commit, after.commit, path)
    sys.stderr.write(reports.notes(notes))
    terminal = look(settings.color, settings.quiet, environ)
    out = io.StringIO()
    code = prove_command(
        given,
        exporter(path),
        Output(
            out=out,
            err=sys.stderr,
            format=settings.format,
            files=files,
            template_dir=settings.template_dir,
            progress=terminal.progress,
            color=terminal.color_stdout,
            width=terminal.width,
        ),
    )
    return Answer(code, out.getvalue())


def _commits(path: str, head: Snapshot, settings: Settings) -> tuple[Snapshot, Snapshot]:
    """What to compare: HEAD and the branch of `run`; where HEAD is that branch already, its parent."""
    after = _read(path, settings.after or settings.branch, "--after", "run `consolidate run` first, or name a commit")
    if settings.before:
        return _read(path, settings.before, "--before", "name a branch, a tag or a commit"), after
    if head.commit != after.commit:
        return head, after
    return _read(path, f"{after.commit}^", "--before", "name the commit to compare with"), after


def _read(path: str, name: str, flag: str, cure: str) -> Snapshot:
    try:
        return pipeline.read(path, name)
    except UsageError:
        raise UsageError(f"{flag}: {name} is no commit of this repository", cure) from None
