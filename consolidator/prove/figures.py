"""A proof in; the sentences and the rows of figures that every rendering shows out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from consolidator.frozen import dataclass
from consolidator.prove.values import Proof, Side
from consolidator.regex import lazy

UNKNOWN = "–"
_HASH = lazy(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of both sides, as text."""

    label: str
    before: str
    after: str


def headline(proof: Proof) -> str:
    """`131 of 500 requests failed before, none after`"""
    return f"{_failed(proof.before)} before, {proof.after.errors or 'none'} after"


def setting(proof: Proof) -> str:
    """How it was measured, in one sentence."""
    load = proof.load
    processes = "1 process" if proof.processes == 1 else f"{proof.processes} processes"
    return (
        f"{load.total:,} requests, {load.concurrency:,} at a time, to {processes} of the service; PostgreSQL "
        f"with max_connections = {proof.max_connections:,}; {_rounds(load.rounds)}"
    )


def verdict(proof: Proof) -> str:
    """Whether the proof holds, and why not."""
    if not proof.holds:
        return "Does not hold: " + "; ".join(proof.failures) + "."
    if proof.bound is None:
        return "Holds: no request failed and no connection was rejected after the change."
    return f"Holds: no request failed after the change, and the peak stayed within its bound of {proof.bound:,}."


def rows(proof: Proof) -> tuple[Row, ...]:
    """The figures in the order of their weight; those that neither side has are left out."""
    sides = (proof.before, proof.after)
    made = [
        Row("Failed requests", *(_errors(each) for each in sides)),
        Row("Engines created", *(_plain(each) for each in _engines(sides))),
        _row("Peak connections", sides, "peak_connections"),
        _row("Connections opened", sides, "connections_opened"),
        _row("Connections rejected", sides, "rejected"),
        _row("Connections left after the load", sides, "connections_left"),
        _row("p50 of answers", sides, "p50_ms", " ms"),
        _row("p95 of answers", sides, "p95_ms", " ms"),
        _row("p99 of answers", sides, "p99_ms", " ms"),
        Row("Failed after a server restart", *(_plain(each.restart_errors) for each in sides)),
    ]
    return tuple(row for row in made if (row.before, row.after) != (UNKNOWN, UNKNOWN))


def shortened(commit: str) -> str:
    """A full hash as its first ten digits, any other name as it is."""
    return commit[:10] if _HASH.fullmatch(commit) else commit


def kinds(errors: Mapping[str, int]) -> str:
    """`HTTP 500: 148, timeout: 2`, the most frequent first."""
    return ", ".join(
        f"{name}: {count:,}" for name, count in sorted(errors.items(), key=lambda item: (-item[1], item[0]))
    )


def _failed(side: Side) -> str:
    if not side.errors:
        return "No request failed"
    return f"{side.errors:,} of {side.requests:,} requests failed"


def _errors(side: Side) -> str:
    share = f" ({side.errors / side.requests:.0%})" if side.errors and side.requests else ""
    return _plain(side.errors) + share + _range(side, "errors", 0)


def _row(label: str, sides: tuple[Side, Side], name: str, unit: str = "") -> Row:
    before, after = (_figure(each, name, unit) for each in sides)
    return Row(label, before, after)


def _figure(side: Side, name: str, unit: str) -> str:
    value: float | None = getattr(side, name)
    digits = 1 if unit else 0
    return _plain(value, digits, unit) + ("" if value is None else _range(side, name, digits))


def _engines(sides: Sequence[Side]) -> list[int | None]:
    """The engines of each side; None for both where none was seen, as without SQLAlchemy."""
    sums = [sum(row.engines for row in each.engines) for each in sides]
    return [*sums] if any(sums) else [None for _ in sums]


def _plain(value: float | None, digits: int = 0, unit: str = "") -> str:
    return UNKNOWN if value is None else f"{value:,.{digits}f}{unit}"


def _range(side: Side, name: str, digits: int) -> str:
    low, high = (f"{value:,.{digits}f}" for value in side.ranges.get(name, (0.0, 0.0)))
    return "" if low == high else f" [{low}–{high}]"


def _rounds(count: int) -> str:
    if count == 1:
        return "one round"
    return f"medians of {count} rounds of each side in turn, lowest and highest in brackets"
