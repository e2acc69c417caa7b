"""`consolidate fleet status` and `report`: what is on record."""

from __future__ import annotations

from collections.abc import Mapping

from consolidator.cli.answer import Answer
from consolidator.cli.commands.fleet.job import begin
from consolidator.cli.commands.fleet.telling import Teller
from consolidator.cli.parser import Request
from consolidator.fleet.reports import standing
from consolidator.fleet.state import read_state


def status(request: Request, environ: Mapping[str, str]) -> Answer:
    """How the fleet stands; the exit code is the worst among its services."""
    job = begin(request, environ)
    with read_state(job.state) as state:
        fleet = standing(state)
        job.write(fleet)
    return Teller(job).answer(fleet, fleet.exit_code)


def report(request: Request, environ: Mapping[str, str]) -> Answer:
    """The reports that were asked for; exit 0 once they are written, whatever they say."""
    return Answer(0, status(request, environ).stdout)
