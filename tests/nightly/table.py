"""Results of all parts -> one table, for the terminal and for `docs/nightly.md`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from .trials import Part, Trial, latest

PAGE = Path(__file__).parents[2] / "docs" / "nightly.md"
BEGIN, END = "<!-- figures:begin -->", "<!-- figures:end -->"


def table(results: Mapping[Part, Sequence[Trial]]) -> str:
    """A Markdown table with a row for each part that has results; `Left` are problems of what was last tried."""
    rows = [_row(part, trials) for part, trials in results.items() if trials]
    head = "| Part | Tried | Problems | Left | What came of it |"
    return "\n".join([head, "|---|--:|--:|--:|---|", *rows]) + "\n"


def _row(part: Part, trials: Sequence[Trial]) -> str:
    kinds: Counter[str] = Counter()
    last = latest(trials)
    for trial in last:
        kinds[trial.kind] += trial.worth
    shown = ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common())
    found = len({trial.number for trial in trials if trial.problem})
    left = sum(bool(trial.problem) for trial in last)
    return f"| {part.title} | {sum(trial.worth for trial in last):,} | {found} | {left} | {shown} |"


def problems(results: Mapping[Part, Sequence[Trial]]) -> str:
    """One line for each problem that is left, with what repeats it."""
    rows = [(part, trial) for part, trials in results.items() for trial in latest(trials) if trial.problem]
    return "".join(f"{part.name} {trial.number} ({trial.kind}): {trial.problem}\n" for part, trial in rows)


def keep(text: str, page: Path = PAGE) -> None:
    """Put the table into the page, between its two marks."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")
