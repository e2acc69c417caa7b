"""`consolidate fleet run`: every service that is due, each as `run` would do it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from consolidator.cli.answer import Answer
from consolidator.cli.commands.fleet.job import FleetJob, begin
from consolidator.cli.commands.fleet.telling import Teller
from consolidator.cli.parser import Request
from consolidator.fleet import running
from consolidator.fleet.executors import local
from consolidator.fleet.manifest import read_manifest
from consolidator.fleet.orders import Call, given, orders
from consolidator.fleet.reports import standing
from consolidator.fleet.state import Record, State, exclusively, write_state
from consolidator.fleet.values import Limits, Manifest, Order, Outcome
from consolidator.fleet.work import work
from consolidator.masking import mask

_NO_OPTIONS = frozenset({"quiet", "verbose", "color", "jobs"})


def run(request: Request, environ: Mapping[str, str]) -> Answer:
    """Work on what is due and report the fleet; the exit code is the worst among the services worked on."""
    job = begin(request, environ)
    said = request.arguments
    manifest = read_manifest(said["manifest"], said["discover"], tuple(said["exclude"] or ()))
    call = _call(request, environ)
    with exclusively(job.state), write_state(job.state) as state:
        state.enlist(_records(manifest), manifest.servers)
        due = orders(manifest, {each.name: each for each in state.records()}, call)
        touched = list(_worked(job, said["canary"], due, state))
        fleet = standing(_latest(state, touched), state.servers(), state.documents())
        job.write(fleet)
    return Teller(job).answer(fleet, standing(touched, (), {}).exit_code)


def _call(request: Request, environ: Mapping[str, str]) -> Call:
    said = request.arguments
    flags = {name: value for name, value in given(request.flags, environ).items() if name not in _NO_OPTIONS}
    return Call(
        flags,
        cache=said["cache"] or default_cache(environ),
        limits=Limits(said["timeout"], said["memory"]),
        resume=said["resume"],
        only=tuple(said["only"] or ()),
        limit=said["limit"],
    )


def default_cache(environ: Mapping[str, str]) -> str:
    """Where clones are kept (https://specifications.freedesktop.org/basedir-spec)."""
    home = environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return str(Path(home) / "consolidate" / "clones")


def _records(manifest: Manifest) -> list[Record]:
    return [Record(each.name, mask(each.source), each.folder, each.owner, each.servers) for each in manifest.services]


def _worked(job: FleetJob, canary: int | None, due: Sequence[Order], state: State) -> Iterator[Record]:
    """The record of each service as it is done; the rest waits where one of the first few is not sound."""
    tell = Teller(job)
    groups = [due[:canary], due[canary:]] if canary else [due]
    with local(job.settings.jobs or _cores()) as executor, tell.progress(len(due)):
        for group in groups:
            sound = True
            for record, result in running.run(group, executor, work, state, job.settings.dry_run):
                tell.done(record, result)
                sound = sound and record.outcome not in (Outcome.FAILED, Outcome.REFUSED)
                yield record
            if not sound and canary:
                tell.stopped(len(due) - len(groups[0]))
                return


def _cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _latest(state: State, touched: Sequence[Record]) -> tuple[Record, ...]:
    """What is on record, and over it what this run saw; a plan alone is not noted over a commit."""
    seen = {record.name: record for record in touched}
    return tuple(seen.get(record.name, record) for record in state.records())
