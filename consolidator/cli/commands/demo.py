"""`consolidate demo`: the main job on a copy of a bundled sample service."""

from __future__ import annotations

import shlex
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from consolidator import report as reports
from consolidator import temporary
from consolidator.cli.answer import Answer, answer, write
from consolidator.cli.commands.job import begin
from consolidator.cli.commands.run import migrate_one
from consolidator.cli.exits import partial
from consolidator.cli.request import Request
from consolidator.errors import EnvironmentFailed
from consolidator.frozen import replace

PACKAGE = Path(__file__).resolve().parents[2]
PLACES = (PACKAGE / "samples" / "ticketing", PACKAGE.parent / "sample_repos" / "ticketing")
"""The folder inside the wheel, then the one of a checkout."""

AUTHOR = (("user.name", "Consolidate demo"), ("user.email", "demo@example.org"), ("commit.gpgsign", "false"))


def demo(request: Request, environ: Mapping[str, str]) -> Answer:
    """Copy the sample to a temporary repository that stays, consolidate it there, and say where it is."""
    path = sample_repository()
    job = begin(Request("demo", {"path": str(path)}, request.flags), environ)
    report = replace(migrate_one(job), command="demo")
    assert report.plan is not None
    write(report, job.settings, job.targets)
    return answer(
        report,
        partial(report.plan),
        job.settings,
        job.terminal,
        lambda: reports.story(report, str(path), _program(), job.terminal.width, job.terminal.color_stdout),
        job.notes,
    )


def sample_repository() -> Path:
    """A new git repository with the sample as its only commit; raises EnvironmentFailed."""
    source = next((place for place in PLACES if place.is_dir()), None)
    if source is None:
        raise EnvironmentFailed("the sample service is not installed", "install consolidate again")
    with temporary.folder("demo") as made:
        left_out = shutil.ignore_patterns("__pycache__", ".pytest_cache", "*.pyc")
        shutil.copytree(source, made / source.name, ignore=left_out)
        _commit_all(made / source.name)
        # Whole, it stays under a name that no clean-up knows.
        home = Path(tempfile.mkdtemp(prefix="consolidate-demo-"))
        (made / source.name).rename(home / source.name)
    return home / source.name


def _program() -> str:
    """What to type for this program: its name, or where an environment that is not active holds it."""
    beside = Path(sys.executable).with_name("consolidate")
    return "consolidate" if shutil.which("consolidate") or not beside.exists() else shlex.quote(str(beside))


def _commit_all(path: Path) -> None:
    from consolidator.git.command import read

    steps = [["init", "--quiet"], ["symbolic-ref", "HEAD", "refs/heads/main"]]
    steps += [["config", name, value] for name, value in AUTHOR]
    steps += [["add", "--all", "--force"], ["commit", "--quiet", "--message", "Ticketing service"]]
    for step in steps:
        read(str(path), *step, doing="make the demo repository")
