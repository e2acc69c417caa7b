"""`consolidate fleet run` and `retry`: every service that is due, each as `run` would do it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from consolidator.cli.answer import Answer
from consolidator.cli.commands.fleet.job import FleetJob, begin
from consolidator.cli.commands.fleet.telling import Teller
from consolidator.cli.request import Request
from consolidator.fleet import running
from consolidator.fleet.cluster import cluster
from consolidator.fleet.executors import local
from consolidator.fleet.manifest import read_manifest
from consolidator.fleet.orders import Call, given, orders
from consolidator.fleet.proposals.making import Wishes
from consolidator.fleet.proposing import propose_all
from consolidator.fleet.reports import Standing, overdrawn, standing, worst
from consolidator.fleet.state import Record, State, exclusively, moment, write_state
from consolidator.fleet.values import Limits, Manifest, Order, Outcome
from consolidator.fleet.work import at_work, work
from consolidator.masking import mask

_WRONG = (Outcome.FAILED.value, Outcome.REFUSED.value)


def run(request: Request, environ: Mapping[str, str]) -> Answer:
    """Work on what is due and report the fleet; the exit code is the worst among the services worked on."""
    said = request.arguments
    return _migrated(request, environ, tuple(said["only"] or ()))


def retry(request: Request, environ: Mapping[str, str]) -> Answer:
    """Work on what failed or was refused, and nothing else."""
    return _migrated(request, environ, _WRONG)


def _migrated(request: Request, environ: Mapping[str, str], only: tuple[str, ...]) -> Answer:
    job = begin(request, environ)
    said = request.arguments
    manifest = read_manifest(said["manifest"], said["discover"], tuple(said["exclude"] or ()))
    teller = Teller(job)
    with exclusively(job.state), write_state(job.state) as state:
        state.enlist(_records(manifest), manifest.servers)
        due = orders(manifest, {each.name: each for each in state.records()}, _call(request, environ, only))
        seen = list(_worked(job, teller, said, due, state))
        names = {each.name for each in seen}
        if said["pr"] and not job.settings.dry_run:
            _propose(request, job, teller, manifest, names, state)
        state.note(moment(state.records(), datetime.now(timezone.utc).isoformat(timespec="seconds")))
        # A plan alone is not noted over a commit, yet it is what this run has to say.
        fleet = standing(state, seen if job.settings.dry_run else ())
        job.write(fleet, state)
    touched = [each for each in fleet.records if each.name in names]
    return teller.answer(fleet, max(worst(touched), _found(job, fleet, touched)))


def _found(job: FleetJob, fleet: Standing, touched: Sequence[Record]) -> int:
    """1 for a server that is overdrawn, and for changes that are pending where a plan is asked about them."""
    settings = job.settings
    pending = settings.dry_run and settings.exit_code and any(each.is_planned for each in touched)
    return int(pending or overdrawn(fleet.loads, settings.fail_over))


def _call(request: Request, environ: Mapping[str, str], only: tuple[str, ...]) -> Call:
    said = request.arguments
    return Call(
        given(request.flags, environ),
        cache=said["cache"] or default_cache(environ),
        limits=Limits(said["timeout"], said["memory"]),
        push=said["push"] or said["pr"],
        resume=said.get("resume", True),
        only=only,
        limit=said.get("limit"),
    )


def default_cache(environ: Mapping[str, str]) -> str:
    """Where clones are kept (https://specifications.freedesktop.org/basedir-spec)."""
    home = environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return str(Path(home) / "consolidate" / "clones")


def _records(manifest: Manifest) -> list[Record]:
    return [
        Record(each.name, mask(each.source), each.folder, each.owner, each.servers, each.forge)
        for each in manifest.services
    ]


def _executor(job: FleetJob, scheduler: str | None, orders: int) -> AbstractContextManager[Executor]:
    if scheduler:
        return cluster(scheduler)
    return local(min(job.settings.jobs or _cores(), orders or 1))


def _worked(
    job: FleetJob, teller: Teller, said: Mapping[str, Any], due: Sequence[Order], state: State
) -> Iterator[Record]:
    """The record of each service as it is done; the rest waits where one of the first few is not sound."""
    canary, scheduler = said.get("canary"), said["scheduler"]
    first, rest = (due[:canary], due[canary:]) if canary else (due, ())
    with _executor(job, scheduler, len(due)) as executor, teller.progress(len(due), at_work):
        sound = True
        for group in (first, rest):
            if group and not sound:
                teller.stopped(len(group))
                return
            for record, result in running.run(group, executor, work, state, job.settings.dry_run):
                teller.done(record, result)
                sound = sound and result.outcome not in (Outcome.FAILED, Outcome.REFUSED)
                yield record


def _propose(
    request: Request, job: FleetJob, teller: Teller, manifest: Manifest, names: Collection[str], state: State
) -> None:
    said = request.arguments
    wishes = Wishes(
        said["draft"], tuple(said["label"] or ()), tuple(said["reviewer"] or ()), said["max_open"], said["pause"]
    )
    services = {each.name: each for each in manifest.services}
    place = Path(f"{job.state}.requests")
    teller.proposed(propose_all(state, services, names, wishes, place, teller.say), place)


def _cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
