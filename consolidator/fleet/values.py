"""Every value of a fleet, in the order of appearance: service, order, result. Frozen and picklable."""

from __future__ import annotations

from enum import Enum
from typing import Any

from consolidator.frozen import dataclass
from consolidator.model import Decision


class Stage(str, Enum):
    """How far a service got; each stage includes those before it."""

    PLANNED = "planned"
    COMMITTED = "committed"
    PUSHED = "pushed"
    PROPOSED = "proposed"
    MERGED = "merged"

    def reaches(self, other: Stage) -> bool:
        """Whether this stage is `other` or a later one."""
        stages = list(Stage)
        return stages.index(self) >= stages.index(other)


class Outcome(str, Enum):
    """What became of a service, the best first."""

    NOTHING = "nothing"
    CHANGED = "changed"
    PARTIAL = "partial"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Server:
    """A database server, shared by services; `max_connections` None where nobody said it."""

    name: str
    max_connections: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What one service may take: seconds, and megabytes of memory; None for no limit."""

    seconds: float | None = None
    megabytes: int | None = None


UNLIMITED = Limits()


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a person decided of a service's sites, as read from `file`: it need not be there where the work is done."""

    file: str
    rows: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """One service as the manifest names it.

    `source` is an absolute folder or a git URL, `folder` the part of that repository that is meant. `servers` pairs
    the name or variable of a database with its server; an empty name stands for all databases. `options` are those of
    `run`, as they were written. `forge` and `remote` say where a pull request goes. `limits` go before the call's,
    `decisions` say which sites to share.
    """

    name: str
    source: str
    folder: str = ""
    owner: str = ""
    servers: tuple[tuple[str, str], ...] = ()
    options: tuple[tuple[str, Any], ...] = ()
    labels: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    forge: str = ""
    remote: str = "origin"
    limits: Limits = UNLIMITED
    decisions: Decisions | None = None

    @property
    def is_remote(self) -> bool:
        """Whether the source is a URL, so that a clone is worked on."""
        from consolidator.fleet.sources import is_url

        return is_url(self.source)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a fleet consists of."""

    services: tuple[Service, ...]
    servers: tuple[Server, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier run noted of a service: enough to see that nothing is left to do, and what is our own work."""

    stage: Stage | None = None
    outcome: Outcome | None = None
    base: str | None = None
    branch: str | None = None
    commit: str | None = None
    pushed: str | None = None
    fingerprint: str = ""


UNKNOWN = Known()


@dataclass(frozen=True, slots=True)
class Order:
    """One service to be worked on, with everything that the work needs; goes to any process on any machine.

    `flags` are the options of `run` after flags, variables and manifest were weighed; `cache` is where clones are
    kept; `again` does the work even where nothing moved.
    """

    service: Service
    flags: tuple[tuple[str, Any], ...]
    cache: str
    limits: Limits = UNLIMITED
    push: bool = False
    again: bool = False
    known: Known = UNKNOWN

    @property
    def asked(self) -> str:
        """Differs where the service is asked for something else than before."""
        from hashlib import sha256

        flags = [one for one in self.flags if one[0] != "dry-run"]
        known = self.service.decisions
        asked = (self.service.source, self.service.folder, flags, *([known.rows] if known else []))
        return sha256(repr(asked).encode()).hexdigest()[:16]

    @property
    def fingerprint(self) -> str:
        """What was asked, and whether only for the plan."""
        return f"{self.asked}-plan" if self.dry_run else self.asked

    @property
    def dry_run(self) -> bool:
        """Whether the plan is all that is wanted."""
        return bool(dict(self.flags).get("dry-run"))


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a service was not done, with the cure; secrets are masked."""

    code: str
    message: str
    cure: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one order. `fresh` is False where an earlier result still holds and nothing was done.

    `base` is the commit that was read, `branch` and `commit` what was made, `pushed` the commit that the branch stands
    at on `remote`, where it is to be merged into `target`.
    `document` is what `run -f json` prints, `page` the review page, compressed.
    """

    name: str
    outcome: Outcome
    stage: Stage | None = None
    exit_code: int = 0
    base: str | None = None
    branch: str | None = None
    commit: str | None = None
    pushed: str | None = None
    remote: str | None = None
    target: str | None = None
    document: str = ""
    page: bytes = b""
    seconds: float = 0.0
    megabytes: int = 0
    error: Failure | None = None
    log: str = ""
    fresh: bool = True
