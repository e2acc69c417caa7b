"""A record with a request in; the record as the forge has it now out."""

from __future__ import annotations

from consolidator.fleet.proposals.addresses import address_of
from consolidator.fleet.proposals.calling import installed
from consolidator.fleet.proposals.making import Forges
from consolidator.fleet.state import Record
from consolidator.fleet.values import Stage
from consolidator.frozen import replace


def refresh(record: Record, forges: Forges) -> Record:
    """The state of the request and of its checks; a record without one, or that is merged, stays as it is.

    Raises EnvironmentFailed where the forge cannot be asked.
    """
    address = address_of(record.remote or "", record.forge)
    if record.pull_number is None or record.stage is Stage.MERGED or address is None or not installed(address.forge):
        return record
    request, checks = forges.at(address).state(record.pull_number)
    stages = {"open": Stage.PROPOSED, "merged": Stage.MERGED, "closed": Stage.PUSHED}
    return replace(record, stage=stages[request.state], pull_state=request.state, checks=checks)
