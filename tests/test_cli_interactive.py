"""Asking for each site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sample_values import CHANGES, DATABASE, PLAN, SNAPSHOT, site

from consolidator.cli.interactive import declined, require_terminal
from consolidator.declining import is_settled
from consolidator.errors import UsageError
from consolidator.model import Change
from consolidator.pipeline import Proposal

SITES = (site("src/a.py", 7), site("src/a.py", 9), site("src/b.py", 3))
PROPOSAL = Proposal(SNAPSHOT, replace(PLAN, databases=(replace(DATABASE, sites=SITES),)), CHANGES)


def answering(*answers: str) -> tuple[frozenset[tuple[str, int]], list[str]]:
    prompts: list[str] = []
    given: Iterator[str] = iter(answers)

    def ask(prompt: str) -> str:
        prompts.append(prompt)
        return next(given)

    def show(change: Change) -> str:
        return f"<diff of {change.path}>"

    return declined(PROPOSAL, show, ask), prompts


def test_each_site_is_asked_for_and_its_file_shown_once() -> None:
    left, prompts = answering("y", "y", "y")
    assert left == frozenset() and len(prompts) == 3
    assert ["<diff of src/a.py>" in prompt for prompt in prompts] == [True, False, False]
    assert "src/a.py:7 get_engine: create_engine(get_settings().DATABASE_URL)" in prompts[0]


def test_no_answer_is_no() -> None:
    assert answering("y", "", "y")[0] == {("src/a.py", 9)}


def test_all_takes_the_rest_and_quit_keeps_what_was_accepted() -> None:
    assert answering("n", "a") == (frozenset({("src/a.py", 7)}), answering("n", "a")[1])
    assert answering("y", "q")[0] == {("src/a.py", 9), ("src/b.py", 3)}


def test_anything_else_is_explained_and_asked_again() -> None:
    left, prompts = answering("what", "y", "y", "y")
    assert left == frozenset() and "n: leave it" in prompts[1]


@pytest.mark.parametrize("streams", [(False, True), (True, False)])
def test_without_a_terminal_it_is_a_usage_error(streams: tuple[bool, bool]) -> None:
    with pytest.raises(UsageError, match="needs a terminal"):
        require_terminal(*streams)


def test_a_second_run_may_find_what_was_declined_and_nothing_else() -> None:
    first = PROPOSAL.plan
    moved = replace(first, databases=(replace(DATABASE, sites=(replace(SITES[0], line=99),)),))
    assert is_settled(moved, first, frozenset({("src/a.py", 7)}))
    assert not is_settled(moved, first, frozenset())
    assert not is_settled(
        replace(moved, databases=(replace(DATABASE, sites=SITES),)), first, frozenset({("src/a.py", 7)})
    )
