"""The nightly profile works: a few trials of each part, results kept, resumed and shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from nightly import attacks, fuzz, kills, mutants, programs, races
from nightly.table import BEGIN, END, PAGE, keep, problems, table
from nightly.trials import Part, Trial, again, known, run

PARTS = (kills.PART, races.PART, fuzz.PART, programs.PART, mutants.PART, attacks.PART)


@pytest.mark.parametrize("number", [0, 7])
def test_a_kill(tmp_path: Path, number: int) -> None:
    """A commit, and files of the work tree."""
    (trial,) = kills.tried([number], tmp_path)
    assert trial.problem == ""


@pytest.mark.parametrize("number", [0, 5])
def test_a_race(tmp_path: Path, number: int) -> None:
    """For one branch, and beside a clean-up."""
    (trial,) = races.tried([number], tmp_path)
    assert trial.problem == ""


def test_some_fuzzed_modules(tmp_path: Path) -> None:
    trials = list(fuzz.tried(range(15), tmp_path))
    assert [trial.problem for trial in trials if trial.problem] == []
    assert {"rewritten", "unreadable"} <= {trial.kind for trial in trials}


@pytest.mark.parametrize("name", fuzz.MUTATIONS)
def test_every_mutation(name: str) -> None:
    """Of a small module and of none."""
    for data in (b"one = 1\n\n\ndef two():\n    return 2\n", b""):
        mutated = fuzz.MUTATIONS[name](data, fuzz.random.Random(1))
        assert isinstance(mutated, bytes) and (name == "nothing") <= (mutated == data)


def test_some_programs(tmp_path: Path) -> None:
    (trial,) = programs.tried([0], tmp_path, step=3)
    assert trial == Trial(0, "kept their meaning", "", 3)


def test_a_mutant_is_seen_by_the_tests_of_its_room_and_no_mutant_is_not(tmp_path: Path) -> None:
    mutants.prepare(tmp_path)
    (real,) = (m for m in mutants.all_mutants(("check/passwords.py",)) if m.what == "negated in `not found`")
    assert mutants.seen(real, tmp_path, ("tests/test_check.py",))
    assert not mutants.seen(replace(real, text="not found"), tmp_path, ("tests/test_check.py",))


def test_conditions_are_dropped_and_negated(tmp_path: Path) -> None:
    source = "def f(a, b, c):\n    if a and (b or c):\n        return 'ä' if c else b\n"
    (tmp_path / "x.py").write_text(source)
    found = mutants.mutants_of(tmp_path / "x.py", tmp_path)
    made = {source.encode()[: m.start].decode() + m.text + source.encode()[m.end :].decode() for m in found}
    assert {text.splitlines()[1].strip() for text in made} == {
        "if a and (b or c):",
        "if (not (a and (b or c))):",
        "if ((a)):",
        "if ((b or c)):",
        "if a and (((b))):",
        "if a and (((c))):",
    }
    assert "        return 'ä' if (not (c)) else b" in {text.splitlines()[2] for text in made}
    assert [m.name for m in found if m.what.startswith("without `a`")] == ["x.py: without `a` in `a and (b or c)`"]


def test_an_attack(tmp_path: Path) -> None:
    (trial,) = attacks.tried([0], tmp_path, share=0.0)
    assert (trial.kind, trial.problem) == (attacks.ATTACKS[0].stack, "")
    rows = attacks.figures([trial]).splitlines()
    assert re.fullmatch(r"\| `one_engine` \| psycopg2 \|  \| 24 / \d+ \|  \|  \|  \| 24 threads at once \|", rows[2])
    assert rows[-1].startswith("- `one_engine`: Threads that ask for the engine at the same moment get one")


def odd(numbers: Sequence[int], folder: Path, seen: list[int]) -> Iterator[Trial]:
    for number in numbers:
        seen.append(number)
        yield Trial(number, "odd" if number % 2 else "even", "three" if number == 3 else "", 10)


def test_results_are_kept_and_what_is_cut_off_goes_on(tmp_path: Path) -> None:
    seen: list[int] = []
    part = Part("odd", "Odd numbers", 100, partial(odd, seen=seen), 10)
    trials = run(part, 40, tmp_path)
    assert [next(trials).number, next(trials).number] == [0, 1]
    trials.close()  # type: ignore[attr-defined]
    with (tmp_path / "odd.jsonl").open("a") as file:
        file.write('{"number": 2, "ki')
    assert [trial.number for trial in run(part, 35, tmp_path, resume=True)] == [2, 3]
    assert table({part: known(part, tmp_path)}).splitlines()[2] == "| Odd numbers | 40 | 1 | 1 | 20 even, 20 odd |"
    assert problems({part: known(part, tmp_path)}) == "odd 3 (odd): three\n"
    assert [trial.number for trial in run(part, 10, tmp_path)] == [0]


def test_what_was_wrong_is_tried_again(tmp_path: Path) -> None:
    wrong = {1, 3}

    def tried(numbers: Sequence[int], folder: Path) -> Iterator[Trial]:
        for number in numbers:
            yield Trial(number, "odd" if number % 2 else "even", "wrong" if number in wrong else "")

    part = Part("some", "Some", 5, tried)
    assert [trial.number for trial in run(part, 5, tmp_path)] == [0, 1, 2, 3, 4]
    wrong.remove(3)
    assert [trial.number for trial in again(part, tmp_path)] == [1, 3]
    assert [trial.number for trial in again(part, tmp_path)] == [1]
    results = {part: known(part, tmp_path)}
    assert table(results).splitlines()[2] == "| Some | 5 | 2 | 1 | 3 even, 2 odd |"
    assert problems(results) == "some 1 (odd): wrong\n"


def test_the_table_is_kept_in_the_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"above\n{BEGIN}\nold\n{END}\nbelow\n")
    keep("new\n", page)
    assert page.read_text() == f"above\n{BEGIN}\n\nnew\n\n{END}\nbelow\n"


def test_the_page_names_every_part_and_its_count() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([\d,]+) \|", PAGE.read_text(), re.MULTILINE)
    assert rows == [(part.name, f"{part.full:,}") for part in PARTS]


def test_the_explained_mutants_exist() -> None:
    """An explanation goes with the code that it explains."""
    names = {mutant.name for mutant in mutants.all_mutants(mutants.ROOMS)}
    assert set(mutants.explained()) <= names
