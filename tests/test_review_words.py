"""Words that differ between a line and the one in its place, marked in the review page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from consolidator.report.diff import Kind
from consolidator.report.review.wording import marked, pairs


def rows(*lines: str) -> tuple[list[Kind], list[str]]:
    kinds: dict[str, Kind] = {"-": "removed", "+": "added", " ": "same"}
    return [kinds[line[0]] for line in lines], [line[1:] for line in lines]


def differing(*lines: str) -> list[tuple[list[str], list[str]]]:
    """The texts that are marked, of each pair."""
    kinds, texts = rows(*lines)
    found = list(pairs(kinds, texts))
    return [(cut(texts[each.removed], each.before), cut(texts[each.added], each.after)) for each in found]


def cut(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_the_words_that_differ_are_found() -> None:
    assert differing("-    engine = create_engine(URL)", "+    engine = get_engine()") == [
        (["create_engine", "URL"], ["get_engine"])
    ]
    assert differing(" x", "-a = f(1)", "+a = f(1, 2)", " y") == [([], [", 2"])]


def test_a_line_goes_with_the_one_that_is_most_alike_and_in_order() -> None:
    kinds, texts = rows("-import os", "-value = first(1)", "+from db import x", "+value = second(1)", "+other = 2")
    assert [(each.removed, each.added) for each in pairs(kinds, texts)] == [(1, 3)]
    kinds, texts = rows("-one = call(1)", "-two = call(2)", "+two = call(2, 3)", "+one = call(1, 3)")
    found = [(each.removed, each.added) for each in pairs(kinds, texts)]
    assert found == sorted(found) and len(found) == len({added for _, added in found})


@pytest.mark.parametrize(
    "lines",
    [
        ["-alpha(beta)", "+completely = different + text"],
        ["-alpha(beta)", "+gamma(delta)"],
        ["+added = 1", "-added = 2"],
        ["-same = 1", " between", "+same = 2"],
        [*[f"-a = {at}" for at in range(30)], *[f"+a = {at}0" for at in range(30)]],
        [f"-{'word ' * 200}", f"+{'word ' * 200}x"],
        [],
    ],
)
def test_lines_that_nobody_compares_are_left(lines: list[str]) -> None:
    assert differing(*lines) == []


def test_marks_stand_inside_colours_and_around_whole_characters() -> None:
    code = '<i class="k">if</i> a &lt; <i class="s">&quot;b c&quot;</i>'
    assert marked(code, 'if a < "b c"', [(3, 8)]) == (
        '<i class="k">if</i> <span class="w">a &lt; </span><i class="s"><span class="w">&quot;</span>b c&quot;</i>'
    )
    assert marked("a", "a\r", [(0, 1)]) == '<span class="w">a</span>'


def test_a_line_that_is_shown_in_another_way_is_not_marked() -> None:
    code = "url = &quot;postgresql://u:***@h/d&quot;"
    assert marked(code, 'url = "postgresql://u:hunter2@h/d"', [(0, 3)]) == code
