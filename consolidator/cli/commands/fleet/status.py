"""`consolidate fleet status` and `report`: what is on record."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from consolidator.cli.answer import Answer
from consolidator.cli.commands.fleet.job import FleetJob, begin
from consolidator.cli.commands.fleet.telling import Teller
from consolidator.cli.request import Request
from consolidator.cli.terminal import Progress
from consolidator.fleet.proposals.making import Forges
from consolidator.fleet.proposing import ask_all
from consolidator.fleet.reports import Standing, overdrawn, standing
from consolidator.fleet.state import exclusively, read_state, write_state


def status(request: Request, environ: Mapping[str, str]) -> Answer:
    """How the fleet stands; the exit code is the worst among its services, or 1 for a server that is overdrawn."""
    job = begin(request, environ)
    teller = Teller(job)
    if request.arguments["refresh"]:
        _refresh(job, teller)
    fleet = _written(job)
    return teller.answer(fleet, max(fleet.exit_code, int(overdrawn(fleet.loads, job.settings.fail_over))))


def report(request: Request, environ: Mapping[str, str]) -> Answer:
    """The reports that were asked for; exit 0 once they are written, whatever they say."""
    job = begin(request, environ)
    return Answer(0, Teller(job).answer(_written(job), 0).stdout)


def _written(job: FleetJob) -> Standing:
    with read_state(job.state) as state:
        fleet = standing(state)
        job.write(fleet, state)
    return fleet


def _refresh(job: FleetJob, teller: Teller) -> None:
    with read_state(job.state):
        pass  # Says so where there is none.
    progress = Progress(job.terminal.progress)

    def tell(text: str) -> None:
        progress.clear()
        teller.say(text)

    with exclusively(job.state), write_state(job.state) as state:
        progress("asking the forges")
        try:
            ask_all(state, Forges(0.0, tell), tell, partial(progress.count, of="services"))
        finally:
            progress.clear()
