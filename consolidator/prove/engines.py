"""Engines that a service created under load: the probe that notes them in, and what they say of the plan out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from consolidator.frozen import dataclass
from consolidator.prove.checkout import Checkout, give
from consolidator.prove.values import Made
from consolidator.report.words import count

PROBE = Path(__file__).with_name("probe_engines.py")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the code says: `sites` are the places (path, line) of the commit before where an engine is created.

    `before` and `after` are the most engines of one process; None without a bound. `counts` False where no process
    of the service is known.
    """

    sites: frozenset[tuple[str, int]]
    before: int | None = None
    after: int | None = None
    counts: bool = True


def watched(checkout: Checkout, number: int) -> tuple[Path, dict[str, str]]:
    """Put the probe in: the log of start `number`, and the variables that the service needs for it."""
    folder = checkout.root / "probe"
    if not folder.exists():
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(PROBE.read_text(encoding="utf-8"), encoding="utf-8")
        if checkout.account is not None:
            give(folder, checkout.account)
    log = checkout.root / f"engines-{number}.log"
    path = os.pathsep.join(filter(None, [str(folder), checkout.env.get("PYTHONPATH", "")]))
    code = str(checkout.root / "code")
    return log, {"PYTHONPATH": path, "CONSOLIDATE_ENGINES_LOG": str(log), "CONSOLIDATE_ENGINES_CODE": code}


def made(log: Path) -> tuple[Made, ...]:
    """The sites that made engines, those with the most first."""
    rows = [row.split("\t") for row in log.read_text("utf-8", "replace").splitlines()] if log.exists() else []
    counted = Counter((path, int(line), process) for process, path, line in rows)
    sites: dict[tuple[str, int], list[int]] = {}
    for (path, line, _), number in counted.items():
        sites.setdefault((path, line), []).append(number)
    found = [Made(*site, engines=sum(numbers), most=max(numbers)) for site, numbers in sites.items()]
    return tuple(sorted(found, key=lambda each: (-each.engines, each.path, each.line)))


def told(before: Sequence[Made], after: Sequence[Made], judged: Judgement | None) -> tuple[str, ...]:
    """What was counted, and where it speaks against what the code was taken to say."""
    if not before and not after:
        return ()
    summary = f"{_sum(before)}; after the change, {_sum(after)}"
    return (summary, *_doubts(before, after, judged)) if judged else (summary,)


def _sum(rows: Sequence[Made]) -> str:
    if not rows:
        return "no site made an engine"
    engines = sum(each.engines for each in rows)
    return f"{count(len(rows), 'site')} made {count(engines, 'engine')}"


def _doubts(before: Sequence[Made], after: Sequence[Made], judged: Judgement) -> Iterator[str]:
    for each in before:
        if (each.path, each.line) not in judged.sites:
            yield f"{each.path}:{each.line} made {count(each.engines, 'engine')}, and `scan` does not know it"
    if not judged.counts:
        return
    limits: Mapping[str, tuple[int | None, Sequence[Made]]] = {
        "before": (judged.before, before),
        "after": (judged.after, after),
    }
    for side, (limit, rows) in limits.items():
        seen = sum(each.most for each in rows)
        if limit is not None and seen > limit:
            yield f"{side} the change one process made {count(seen, 'engine')}, `scan` counts {limit:,}"
    if judged.before is None and before and all(each.most == 1 for each in before):
        yield "`scan` takes engines for made on each call, yet no site made a second one; does the load reach them?"
