"""Trials of one part -> their results, kept line by line, so that a part that was cut off goes on where it stopped."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Trial:
    """One attempt: what it was (`kind`), and what was wrong (empty where nothing was).

    `number` gives the same trial again; `worth` is how many of the part's things it tried; `figures` what it measured.
    """

    number: int
    kind: str
    problem: str = ""
    worth: int = 1
    figures: str = ""


@dataclass(frozen=True)
class Part:
    """One kind of trial: `full` things by night, `step` of them in one trial.

    `tried(numbers, folder)` gives the trials of these numbers, one after the other, working in an empty folder.
    """

    name: str
    title: str
    full: int
    tried: Callable[[Sequence[int], Path], Iterator[Trial]]
    step: int = 1

    def numbers(self, count: int) -> Sequence[int]:
        """The numbers of the trials that try `count` things."""
        return range(-(-count // self.step))


def run(part: Part, count: int, state: Path, resume: bool = False) -> Iterator[Trial]:
    """Do what is not done yet of `count` things, note each result in the folder `state`, and give it."""
    if not resume:
        (state / f"{part.name}.jsonl").unlink(missing_ok=True)
    done = {trial.number for trial in known(part, state)}
    yield from _noted(part, [number for number in part.numbers(count) if number not in done], state)


def again(part: Part, state: Path) -> Iterator[Trial]:
    """Try again what was wrong when it was last tried, note each result beside the earlier one, and give it."""
    yield from _noted(part, [trial.number for trial in latest(known(part, state)) if trial.problem], state)


def latest(trials: Iterable[Trial]) -> tuple[Trial, ...]:
    """The last result of each number."""
    return tuple({trial.number: trial for trial in trials}.values())


def _noted(part: Part, numbers: Sequence[int], state: Path) -> Iterator[Trial]:
    state.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"nightly-{part.name}-"))
    try:
        with (state / f"{part.name}.jsonl").open("a", encoding="utf-8") as notes:
            notes.write("\n")
            for trial in part.tried(numbers, folder):
                notes.write(json.dumps(asdict(trial)) + "\n")
                notes.flush()
                yield trial
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def known(part: Part, state: Path) -> tuple[Trial, ...]:
    """The results noted so far, of repeated trials as well; a line that a kill cut off counts as not done."""
    place = state / f"{part.name}.jsonl"
    return tuple(_read(place.read_text(encoding="utf-8").splitlines())) if place.exists() else ()


def _read(lines: Iterable[str]) -> Iterator[Trial]:
    for line in lines:
        try:
            yield Trial(**json.loads(line))
        except (ValueError, TypeError):
            continue
