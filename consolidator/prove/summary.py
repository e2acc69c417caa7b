"""Rounds of one side in, its medians and ranges out."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence

from consolidator.prove.values import Round, Side

Figure = Callable[[Round], float | None]

FIGURES: dict[str, Figure] = {
    "errors": lambda each: each.load.errors,
    "peak_connections": lambda each: each.observed.peak,
    "connections_opened": lambda each: each.observed.opened,
    "rejected": lambda each: each.observed.rejected,
    "connections_left": lambda each: each.observed.left,
    "p50_ms": lambda each: percentile(each.load.latencies_ms, 50),
    "p95_ms": lambda each: percentile(each.load.latencies_ms, 95),
    "p99_ms": lambda each: percentile(each.load.latencies_ms, 99),
}


def summarise(
    commit: str, rounds: Sequence[Round], restart_errors: int | None = None, causes: tuple[str, ...] = ()
) -> Side:
    """The side as medians over its rounds; what cannot be averaged is that of the round in the middle by errors."""
    middle = sorted(rounds, key=lambda each: each.load.errors)[(len(rounds) - 1) // 2]
    values = {name: _known(figure, rounds) for name, figure in FIGURES.items()}
    return Side(
        commit=commit,
        requests=middle.load.requests,
        errors=middle.load.errors,
        errors_by_kind=middle.load.errors_by_kind,
        peak_connections=_count(values["peak_connections"]) or 0,
        connections_opened=_count(values["connections_opened"]),
        rejected=_count(values["rejected"]),
        connections_left=_count(values["connections_left"]) or 0,
        p50_ms=_time(values["p50_ms"]),
        p95_ms=_time(values["p95_ms"]),
        p99_ms=_time(values["p99_ms"]),
        timeline=middle.observed.timeline,
        latencies_ms=tuple(sorted(value for each in rounds for value in each.load.latencies_ms)),
        ranges={name: (round(min(known), 2), round(max(known), 2)) for name, known in values.items() if known},
        restart_errors=restart_errors,
        causes=causes,
        used=any(each.observed.used for each in rounds),
        engines=max((each.engines for each in rounds), key=lambda rows: sum(row.engines for row in rows)),
    )


def percentile(values: Sequence[float], rank: float) -> float | None:
    """The smallest value that `rank` percent of the values do not exceed (nearest rank); None where there are none."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(len(values) * rank / 100) - 1)]


def _known(figure: Figure, rounds: Sequence[Round]) -> list[float]:
    return [value for value in map(figure, rounds) if value is not None]


def _count(values: list[float]) -> int | None:
    return int(statistics.median_low(values)) if values else None


def _time(values: list[float]) -> float | None:
    return round(statistics.median(values), 2) if values else None
