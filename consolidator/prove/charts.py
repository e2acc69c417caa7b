"""A proof in; the geometry of its two charts out: connections over time, and how long answers took."""

from __future__ import annotations

import math
from collections.abc import Sequence

from consolidator.frozen import dataclass
from consolidator.prove.values import Proof, Side

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 52, 16, 20, 44
POINTS = 240
BINS_PER_DECADE = 12
Timeline = Sequence[tuple[float, int]]


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where, and its text."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the plot with its name: horizontal for a limit, vertical for a median."""

    at: float
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Shape:
    """One side's line and the area under it, as SVG path data."""

    kind: str
    line: str
    area: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the template draws; `description` says in words what a reader would see."""

    title: str
    description: str
    x_title: str
    y_title: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    limits: tuple[Rule, ...]
    medians: tuple[Rule, ...]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    """Maps values onto pixels; logarithmic where asked for."""

    low: float
    high: float
    start: float
    end: float
    is_log: bool = False

    def __call__(self, value: float) -> float:
        low, high, at = (math.log10(each) if self.is_log else each for each in (self.low, self.high, value))
        return round(self.start + (at - low) / (high - low) * (self.end - self.start), 1)


def connections_chart(proof: Proof) -> Chart:
    """Connections over the seconds of a round, both sides over each other, with the server's limit."""
    sides = (("before", proof.before), ("after", proof.after))
    longest = max((side.timeline[-1][0] for _, side in sides if side.timeline), default=1.0)
    top = max(proof.max_connections, proof.bound or 0, *(side.peak_connections for _, side in sides), 1) * 1.12
    x, y = _across(0.0, longest or 1.0), _up(top)
    limits = [Rule(y(proof.max_connections), f"max_connections {proof.max_connections:,}", "limit")]
    if proof.bound is not None and proof.bound != proof.max_connections:
        limits.append(Rule(y(proof.bound), f"bound {proof.bound:,}", "bound"))
    return Chart(
        title="Connections over time",
        description=f"Before, up to {proof.before.peak_connections:,} connections at once; after, up to "
        f"{proof.after.peak_connections:,}. The server allows {proof.max_connections:,}.",
        x_title="seconds since the load began",
        y_title="connections",
        x_ticks=tuple(Tick(x(at), f"{at:g}") for at in _round_steps(longest)),
        y_ticks=tuple(Tick(y(at), f"{at:g}") for at in _round_steps(top)),
        limits=tuple(limits),
        medians=(),
        shapes=tuple(_steps(kind, thinned(side.timeline), x, y) for kind, side in sides),
    )


def latency_chart(proof: Proof) -> Chart:
    """How many of all sent requests were answered in which time; the time axis is logarithmic."""
    sides = (("before", proof.before), ("after", proof.after))
    low, high = _decades([value for _, side in sides for value in side.latencies_ms])
    shares = {kind: _histogram(side, low, high, proof.load.rounds) for kind, side in sides}
    top = max((share for each in shares.values() for _, share in each), default=0.0) * 1.15 or 1.0
    x, y = _across(low, high, is_log=True), _up(top)
    medians = [Rule(x(side.p50_ms), f"p50 {side.p50_ms:,.0f} ms", kind) for kind, side in sides if side.p50_ms]
    return Chart(
        title="Time to an answer",
        description=f"{_in_words('Before', proof.before)} {_in_words('After', proof.after)}",
        x_title="milliseconds, logarithmic",
        y_title="% of requests",
        x_ticks=tuple(Tick(x(at), f"{at:g}") for at in _log_steps(low, high)),
        y_ticks=tuple(Tick(y(at), f"{at:g}") for at in _round_steps(top)),
        limits=(),
        medians=tuple(medians),
        shapes=tuple(_bars(kind, shares[kind], x, y) for kind, _ in sides),
    )


def thinned(timeline: Timeline, points: int = POINTS) -> tuple[tuple[float, int], ...]:
    """At most `points` samples: of each stretch, the one with the most connections."""
    size = max(1, math.ceil(len(timeline) / points))
    stretches = (timeline[at : at + size] for at in range(0, len(timeline), size))
    return tuple(max(each, key=lambda sample: sample[1]) for each in stretches)


def _across(low: float, high: float, is_log: bool = False) -> _Scale:
    return _Scale(low, high, LEFT, WIDTH - RIGHT, is_log)


def _up(high: float) -> _Scale:
    return _Scale(0.0, high, HEIGHT - BOTTOM, TOP)


def _in_words(name: str, side: Side) -> str:
    if side.p50_ms is None or side.p95_ms is None:
        return f"{name}, no request succeeded."
    return f"{name}, half of the answers came within {side.p50_ms:,.0f} ms and 95% within {side.p95_ms:,.0f} ms."


def _steps(kind: str, timeline: Timeline, x: _Scale, y: _Scale) -> Shape:
    if not timeline:
        return Shape(kind, "", "")
    first, *rest = timeline
    line = f"M{x(first[0])} {y(first[1])}" + "".join(f"H{x(at)}V{y(value)}" for at, value in rest)
    return Shape(kind, line, f"{line}V{y(0)}H{x(first[0])}Z")


def _bars(kind: str, histogram: Sequence[tuple[float, float]], x: _Scale, y: _Scale) -> Shape:
    line = f"M{x(histogram[0][0])} {y(0)}"
    for (left, share), (right, _) in zip(histogram, [*histogram[1:], (x.high, 0.0)], strict=True):
        line += f"H{x(left)}V{y(share)}H{x(right)}"
    line += f"V{y(0)}"
    return Shape(kind, line, line + "Z")


def _decades(values: Sequence[float]) -> tuple[float, float]:
    """The bounds of the axis, whole bins around the values."""
    low, high = (min(values), max(values)) if values else (1.0, 1000.0)
    first = math.floor(math.log10(max(low, 0.01)) * BINS_PER_DECADE)
    last = math.floor(math.log10(max(high, 0.01)) * BINS_PER_DECADE) + 1
    return _edge(first), _edge(max(last, first + BINS_PER_DECADE))


def _edge(number: int) -> float:
    return float(10 ** (number / BINS_PER_DECADE))


def _histogram(side: Side, low: float, high: float, rounds: int) -> list[tuple[float, float]]:
    """(left edge, share in percent of all requests sent), over all rounds."""
    first, last = (round(math.log10(each) * BINS_PER_DECADE) for each in (low, high))
    counts = [0] * (last - first)
    for value in side.latencies_ms:
        at = math.floor(math.log10(max(value, low)) * BINS_PER_DECADE) - first
        counts[min(max(at, 0), len(counts) - 1)] += 1
    sent = max(1, side.requests * rounds)
    return [(_edge(first + at), 100 * count / sent) for at, count in enumerate(counts)]


def _round_steps(high: float, wanted: int = 5) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten from 0 to `high`, about `wanted` of them."""
    rough = high / wanted
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= rough)
    return [round(step * number, 6) for number in range(int(high / step) + 1)]


def _log_steps(low: float, high: float) -> list[float]:
    """1, 2 and 5 times the powers of ten between the bounds."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [value for power in powers for value in (10.0**power * each for each in (1, 2, 5)) if low <= value <= high]
