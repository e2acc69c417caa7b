"""Records of pushed branches in; one request to merge each, made, adopted or brought up to date, out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from consolidator.errors import ConsolidateError
from consolidator.fleet.proposals.addresses import address_of
from consolidator.fleet.proposals.calling import Program, installed
from consolidator.fleet.proposals.github import GitHub
from consolidator.fleet.proposals.gitlab import GitLab
from consolidator.fleet.proposals.values import Address, Forge, Request, Wish
from consolidator.fleet.state import Record
from consolidator.fleet.values import Failure, Outcome, Service, Stage
from consolidator.frozen import dataclass, replace

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one call wishes of all requests. `most` bounds those that are open at a time; None for no bound."""

    draft: bool = True
    labels: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    most: int | None = None
    pause: float = 1.0


class Forges:
    """A forge for each address, so that one pace is kept for each host."""

    def __init__(self, pause: float, tell: Tell) -> None:
        self._pause, self._tell = pause, tell
        self._programs: dict[tuple[str, str], Program] = {}

    def at(self, address: Address) -> Forge:
        """The forge that has the repository."""
        key = (address.forge, address.host)
        if key not in self._programs:
            self._programs[key] = Program(address.forge, address.host, self._pause, self._tell)
        kind = GitHub if address.forge == "github" else GitLab
        return kind(self._programs[key], address.project)


def wish_of(record: Record, service: Service, document: Mapping[str, Any], wishes: Wishes) -> Wish:
    """What is asked for a record: title and body are the evidence of the run."""
    told = document["pull_request"] or {"title": "", "body": ""}
    return Wish(
        branch=record.branch or "",
        commit=record.pushed or "",
        target=record.target or "main",
        title=told["title"],
        body=told["body"],
        draft=wishes.draft,
        labels=tuple(dict.fromkeys((*wishes.labels, *service.labels))),
        reviewers=tuple(dict.fromkeys((*wishes.reviewers, *service.reviewers))),
    )


def fingerprint(wish: Wish) -> str:
    """Differs where title, body or branch do."""
    return hashlib.sha256(repr((wish.branch, wish.title, wish.body)).encode()).hexdigest()[:16]


def is_due(record: Record, wish: Wish) -> bool:
    """Whether there is a pushed change whose request is missing or says something else."""
    pushed = record.stage in (Stage.PUSHED, Stage.PROPOSED) and record.pushed is not None
    return pushed and record.pull_state != "closed" and record.proposed != fingerprint(wish)


def propose(record: Record, wish: Wish, forges: Forges) -> Record:
    """The record with its request; one that is open already is adopted and brought up to date.

    A request that a person closed stays closed. What fails is noted in the record and stops nobody else.
    """
    address = address_of(record.remote or "", record.forge)
    assert address is not None
    try:
        request = _made(forges.at(address), wish)
    except ConsolidateError as error:
        failure = Failure(error.code, error.message, error.cure)
        return replace(record, outcome=Outcome.FAILED, exit_code=error.exit_code, error=failure)
    stages = {"open": Stage.PROPOSED, "merged": Stage.MERGED, "closed": Stage.PUSHED}
    return replace(
        record,
        stage=stages[request.state],
        pull_request=request.url,
        pull_number=request.number,
        pull_state=request.state,
        proposed=fingerprint(wish),
    )


def _made(forge: Forge, wish: Wish) -> Request:
    found = forge.find(wish.branch)
    opened = next((each for each in found if each.state == "open"), None)
    if opened:
        forge.update(opened.number, wish)
        return opened
    ended = next((each for each in found if each.head == wish.commit), None)
    return ended or forge.open(wish)


def reachable(record: Record) -> bool:
    """Whether the forge of a record is known and its program is there."""
    address = address_of(record.remote or "", record.forge)
    return address is not None and installed(address.forge)


def room(records: Sequence[Record], most: int | None) -> int:
    """How many more requests may be opened."""
    opened = sum(each.pull_state == "open" for each in records)
    return len(records) if most is None else max(0, most - opened)
