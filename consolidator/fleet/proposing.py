"""The fleet's state in; a request to merge for each pushed branch, one after the other, noted as it is made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from consolidator.errors import ConsolidateError
from consolidator.fleet.proposals.asking import refresh
from consolidator.fleet.proposals.making import Forges, Wishes, is_due, propose, reachable, room, wish_of
from consolidator.fleet.proposals.ready import write_ready
from consolidator.fleet.proposals.values import Wish
from consolidator.fleet.state import Record, State
from consolidator.fleet.values import Service
from consolidator.frozen import dataclass
from consolidator.survey import Tick, no_tick

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Proposed:
    """How many requests wait until some are merged, and how many are left for a person."""

    held: int = 0
    ready: int = 0


def propose_all(
    state: State, services: Mapping[str, Service], names: Collection[str], wishes: Wishes, place: Path, tell: Tell
) -> Proposed:
    """Make or bring up to date the requests of the services `names`.

    Where a forge is unknown or its program is missing, body files and commands are written into the folder `place`.
    """
    forges = Forges(wishes.pause, tell)
    if wishes.most is not None:
        ask_all(state, forges, tell)
    documents = state.documents()
    wished = [
        (record, wish_of(record, services[record.name], documents[record.name], wishes))
        for record in state.records()
        if record.name in names and record.name in documents and record.pushed
    ]
    due = [(record, wish) for record, wish in wished if is_due(record, wish)]
    able = [(record, wish) for record, wish in due if reachable(record)]
    held = _made(state, able, forges, room(state.records(), wishes.most), tell)
    ready = [(record, wish) for record, wish in due if (record, wish) not in able]
    if ready:
        write_ready(place, ready)
    return Proposed(held, len(ready))


def _made(
    state: State,
    able: Sequence[tuple[Record, Wish]],
    forges: Forges,
    left: int,
    tell: Tell,
) -> int:
    """Make what there is room for; returns how many have to wait."""
    held = 0
    for record, wish in able:
        if record.pull_state != "open" and not left:
            held += 1
            continue
        made = propose(record, wish, forges)
        state.save(made)
        left -= made.pull_state == "open" and record.pull_state != "open"
        tell(f"{made.name}  {made.pull_request or (made.error.message if made.error else '')}\n")
    return held


def ask_all(state: State, forges: Forges, tell: Tell, tick: Tick = no_tick) -> None:
    """Note what became of every request; one that cannot be asked is said and left as it was noted."""
    records = state.records()
    for number, record in enumerate(records, 1):
        tick(number, len(records))
        try:
            found = refresh(record, forges)
        except ConsolidateError as error:
            tell(f"{record.name}  {error.message}\n")
            continue
        if found != record:
            state.save(found)
