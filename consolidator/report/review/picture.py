"""A plan in; the geometry of its processes and databases, before and after, out."""

from __future__ import annotations

from collections.abc import Sequence

from consolidator.frozen import dataclass
from consolidator.model import Claim, Plan, Running
from consolidator.report.review.text import literal
from consolidator.report.words import count, made, shared_sites

WIDTH = 400
BOX, GAP, TOP = 46, 18, 8
LEFT, RIGHT = 138, 264
"""Where the boxes of processes end, and where those of databases begin."""
SHOWN = 8
"""Processes in the picture; the rest is counted."""
LINES = 7
"""Lines between two boxes; more engines than these are said in the label alone."""
LETTERS = 16


@dataclass(frozen=True, slots=True)
class Box:
    """A process or database: top edge, name as far as it fits, whole name, a second line."""

    y: int
    name: str
    whole: str
    detail: str


@dataclass(frozen=True, slots=True)
class Edge:
    """The engines of one process for one database: lines as SVG path data, their number in words and where."""

    paths: tuple[str, ...]
    label: str
    x: int
    y: int
    many: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two pictures; `said` tells in words what a reader would see."""

    name: str
    said: str
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Both pictures, which share their boxes; `more` counts the processes that are not drawn."""

    width: int
    height: int
    processes: tuple[Box, ...]
    databases: tuple[Box, ...]
    sides: tuple[Side, ...]
    more: str


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    detail: str
    claims: tuple[Claim, ...]


def picture(plan: Plan) -> Picture | None:
    """Which process makes how many engines of which database; None where no database is known."""
    every = [_row(each) for each in plan.processes if each.process.serves and each.claims] or _unnamed(plan)
    rows = every[:SHOWN]
    names = list(dict.fromkeys(claim.database for row in rows for claim in row.claims))
    if not names:
        return None
    height = max(len(rows), len(names)) * (BOX + GAP)
    more = f"and {count(len(every) - SHOWN, 'process')} more" if len(every) > SHOWN else ""
    processes = tuple(_box(row.name, row.detail, y) for row, y in zip(rows, _spread(len(rows), height), strict=True))
    databases = tuple(_box(name, "database", y) for name, y in zip(names, _spread(len(names), height), strict=True))
    sides = tuple(_side(side, rows, names, processes, databases) for side in ("before", "after"))
    return Picture(WIDTH, height + TOP, processes, databases, sides, more)


def _row(running: Running) -> _Row:
    process = running.process
    workers = count(process.workers * process.replicas, "process")
    return _Row(process.name, f"{process.kind}, {workers}", running.claims)


def _unnamed(plan: Plan) -> list[_Row]:
    """What each process makes, where none is known by name."""
    claims = [
        Claim(each.name, None, each.engines_before, each.engines_after, each.pool_before, each.pool_after, each.kind)
        for each in plan.databases
        if shared_sites(each)
    ]
    return [_Row("each process", "of the service", tuple(claims))] if claims else []


def _spread(number: int, height: int) -> list[int]:
    """The top edges of `number` boxes, one under the other in the middle of their part of the height."""
    return [TOP + round((at + 0.5) * height / number - BOX / 2) - GAP // 2 for at in range(number)]


def _box(name: str, detail: str, y: int) -> Box:
    whole = literal(name)
    return Box(y, whole if len(whole) <= LETTERS else f"{whole[: LETTERS - 1]}…", whole, literal(detail))


def _side(side: str, rows: Sequence[_Row], names: Sequence[str], left: Sequence[Box], right: Sequence[Box]) -> Side:
    places = dict(zip(names, right, strict=True))
    edges, said = [], []
    for row, box in zip(rows, left, strict=True):
        for claim in row.claims:
            engines = claim.engines_before if side == "before" else claim.engines_after
            connections = claim.connections_before if side == "before" else claim.connections_after
            words = made(engines, claim.kind)
            edges.append(_edge(box, places[claim.database], engines, words))
            bound = "" if connections is None else f", at most {count(connections, 'connection')}"
            said.append(f"{literal(row.name)} makes {words} of {literal(claim.database)}{bound}")
    return Side(side.capitalize(), "; ".join(said), tuple(edges))


def _edge(left: Box, right: Box, engines: int | None, words: str) -> Edge:
    number = LINES if engines is None else min(engines, LINES)
    start, end = left.y + BOX // 2, right.y + BOX // 2
    offsets = [round((at - (number - 1) / 2) * 5) for at in range(number)]
    middle = (LEFT + RIGHT) // 2
    paths = tuple(
        f"M{LEFT} {start + each}C{middle} {start + each} {middle} {end + each} {RIGHT} {end + each}" for each in offsets
    )
    return Edge(paths, words, middle, (start + end) // 2 - 5 * (number - 1) // 2 - 6, engines is None or engines > 1)
