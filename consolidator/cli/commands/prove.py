"""`consolidate prove`: two commits under the same load."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping

from consolidator import pipeline
from consolidator import report as reports
from consolidator.cli.answer import Answer, destinations
from consolidator.cli.formats import require_format
from consolidator.cli.request import Request
from consolidator.cli.terminal import look, say
from consolidator.config import Settings, plan_options
from consolidator.errors import UsageError
from consolidator.migration import branch_of
from consolidator.model import Options, Snapshot
from consolidator.weighing import told


def prove(request: Request, environ: Mapping[str, str]) -> Answer:
    """Measure the commit before and the branch after; exit 0, or 5 where the evidence speaks against the change."""
    from consolidator.prove.command import Output, prove_command
    from consolidator.proving import arguments, exporter

    path = str(request.arguments["path"])
    known = told(path, request.flags, environ)
    files = destinations(known.settings, "prove")
    require_format("prove", known.settings)
    head = pipeline.read(path)
    settings, notes = known.with_repository(head)
    options = plan_options(settings, head.folder)
    before, after = _commits(path, head, settings, _branch(head, settings, options))
    given = arguments(settings, pipeline.decide(before, options), before.commit, after.commit, path)
    say(reports.notes(notes))
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


def _branch(head: Snapshot, settings: Settings, options: Options) -> str:
    """What `run` called its branch; only a plan knows the deployables that a folder means."""
    if settings.after or not options.scope:
        return settings.branch
    return branch_of(settings, pipeline.decide(head, options))


def _commits(path: str, head: Snapshot, settings: Settings, branch: str) -> tuple[Snapshot, Snapshot]:
    """What to compare: HEAD and the branch of `run`; where HEAD is that branch already, its parent."""
    after = _read(path, settings.after or branch, "--after", "run `consolidate run` first, or name a commit")
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
