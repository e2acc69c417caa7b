"""The history of a fleet in; the lines of a chart that shows what is left of its engines out."""

from __future__ import annotations

from datetime import datetime

from consolidator.fleet.reports.standing import Standing
from consolidator.fleet.state import Moment, moment
from consolidator.report.words import count

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 48, 628, 12, 192
LABELS = 4


def chart(fleet: Standing) -> dict[str, object] | None:
    """Coordinates for the template; None where there is nothing to show yet. The first point is what was found."""
    if not fleet.history:
        return None
    first = moment(fleet.records, "", found=True)
    moments = [first, *fleet.history]
    top = max([1, *(each.left for each in moments), *(each.unbounded for each in moments)])
    free = f"{count(moments[-1].unbounded, 'service')} with an engine for each call, {first.unbounded:,} found"
    left = f"{count(moments[-1].left, 'engine')} too many in the others, {first.left:,} found"
    return {
        **{"width": WIDTH, "height": HEIGHT, "x0": LEFT, "x1": RIGHT},
        "marks": [{"y": _y(value, top), "value": f"{value:,}"} for value in sorted({0, top // 2, top})],
        "left": " ".join(f"{_x(at, len(moments))},{_y(each.left, top)}" for at, each in enumerate(moments)),
        "free": " ".join(f"{_x(at, len(moments))},{_y(each.unbounded, top)}" for at, each in enumerate(moments)),
        "moments": _labels(moments),
        "said": f"{free}; {left}",
        "left_said": left,
        "free_said": free,
    }


def _x(at: int, number: int) -> float:
    return round(LEFT + (RIGHT - LEFT) * at / max(1, number - 1), 1)


def _y(value: int, top: int) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * value / top, 1)


def _labels(moments: list[Moment]) -> list[dict[str, object]]:
    """The first and the last moment, and a few between them."""
    last = len(moments) - 1
    shown = sorted({round(last * at / (LABELS - 1)) for at in range(LABELS)})
    anchors = {0: "start", last: "end"}
    return [{"x": _x(at, len(moments)), "word": _day(moments[at]), "anchor": anchors.get(at, "middle")} for at in shown]


def _day(moment: Moment) -> str:
    return datetime.fromisoformat(moment.at).strftime("%d %b %H:%M") if moment.at else "found"
