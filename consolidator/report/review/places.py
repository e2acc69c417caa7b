"""A plan in; every place that it speaks of, as rows that link to their lines, out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from consolidator.frozen import dataclass
from consolidator.model import Action, Finding, Plan, Site
from consolidator.report.review.text import literal
from consolidator.report.words import place, sentences

_TITLES = (
    ("Left for a person", ("review", "unreadable"), True),
    ("What changes", ("consolidated",), True),
    ("Left alone on purpose", ("kept",), False),
)
"""The groups of the page: what asks for a person first; the last is folded."""


@dataclass(frozen=True, slots=True)
class Place:
    """A site or finding as the page shows it: texts are masked, `path` and `line` are as in the code before."""

    key: str
    path: str
    line: int
    where: str
    symbol: str
    made: str
    code: str
    level: str
    action: str
    message: str
    reason: str
    cure: str

    @property
    def shown_path(self) -> str:
        """The path as the page shows it."""
        return literal(self.path)


@dataclass(frozen=True, slots=True)
class Row:
    """A place with the hunk that shows it, "" where no hunk does."""

    place: Place
    anchor: str


@dataclass(frozen=True, slots=True)
class Group:
    """Places of one kind."""

    title: str
    is_open: bool
    rows: tuple[Row, ...]


def places(plan: Plan) -> tuple[Place, ...]:
    """Every finding, with what its site makes, and the sites that no finding speaks of; by path and line."""
    sites = {(site.path, site.line): site for each in plan.databases for site in each.sites}
    told = {(finding.path, finding.line) for finding in plan.findings}
    found = [_of_finding(finding, sites.get((finding.path, finding.line))) for finding in plan.findings]
    found += [_of_site(site) for spot, site in sites.items() if spot not in told]
    ordered = sorted(found, key=lambda row: (row["path"], row["line"]))
    return tuple(Place(key=f"p{at}", **row) for at, row in enumerate(ordered, 1))  # type: ignore[arg-type]


def grouped(rows: Iterable[Place], anchors: Mapping[str, str]) -> tuple[Group, ...]:
    """The places by what becomes of them, with the hunks that show them."""
    every = tuple(Row(row, anchors.get(row.key, "")) for row in rows)
    groups = (
        Group(title, is_open, tuple(row for row in every if row.place.action in actions))
        for title, actions, is_open in _TITLES
    )
    return tuple(group for group in groups if group.rows)


def _of_finding(finding: Finding, site: Site | None) -> dict[str, object]:
    return {
        "path": finding.path,
        "line": finding.line,
        "where": literal(place(finding)),
        "symbol": literal(finding.symbol),
        "made": _made(site) if site else "",
        "code": finding.code,
        "level": finding.level,
        "action": finding.action.value,
        "message": literal(finding.message),
        "reason": literal(sentences(finding.reason)),
        "cure": literal(sentences(finding.cure)),
    }


def _of_site(site: Site) -> dict[str, object]:
    return {
        "path": site.path,
        "line": site.line,
        "where": literal(place(site)),
        "symbol": literal(site.symbol),
        "made": _made(site),
        "code": "",
        "level": "",
        "action": site.action.value,
        "message": "engine consolidated" if site.action is Action.CONSOLIDATED else "engine left alone",
        "reason": literal(sentences(site.reason)),
        "cure": "",
    }


def _made(site: Site) -> str:
    return literal(f"{site.creator.rpartition('.')[2]}({site.source})")
