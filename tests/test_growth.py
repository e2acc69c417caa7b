"""Every regular expression takes time in proportion to the text, whatever the text is: it may be a hostile one."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest
from growth import BUILT, UNITS, Use, hard_texts, seconds, uses

from consolidator.frameworks._paths import takes
from consolidator.glances import quick_imports
from consolidator.hazards._poolers import sign_of
from consolidator.masking import mask, without_literals
from consolidator.meaning.passwords import password_in
from consolidator.report.escape import markdown_code, markdown_text
from consolidator.syntax.showing import shown

SIZE = 8_000
NOTICED = 0.002
"""Seconds for a text of that size beyond which the growth is measured: most expressions need a hundredth of it."""
USES, UNREAD = uses()


def test_no_expression_is_left_out() -> None:
    assert len(USES) > 200
    assert sorted(UNREAD) == sorted(BUILT), "name what is built at run time in BUILT of growth.py, with an example"


@pytest.mark.parametrize("use", USES, ids=[use.place for use in USES])
def test_it_grows_with_the_text(use: Use) -> None:
    for at, text in enumerate(hard_texts(use.pattern, SIZE)):
        for method in sorted(use.methods):
            if seconds(use.pattern, method, text) > NOTICED:
                assert _ratio(use, method, at) < 3, f"{method} {use.pattern.pattern!r}: {text[:40]!r}..."


def _ratio(use: Use, method: str, at: int) -> float:
    """How much longer twice the text takes: 2 where the growth is linear, 4 where it is square; the best of some."""
    texts = [list(hard_texts(use.pattern, size))[at] for size in (SIZE * 2, SIZE * 4)]
    return min(_once(use, method, *texts) for _ in range(3))


def _once(use: Use, method: str, text: str, twice: str) -> float:
    return seconds(use.pattern, method, twice) / max(seconds(use.pattern, method, text), 1e-9)


@pytest.mark.parametrize(
    "call",
    [
        mask,
        without_literals,
        markdown_text,
        markdown_code,
        password_in,
        lambda text: quick_imports(text.encode()),
        lambda text: sign_of(text.encode()),
        lambda text: shown(f"f({text[:5_000]!r})"),
    ],
    ids=["mask", "literals", "markdown", "code", "password", "imports", "pooler", "shown"],
)
@pytest.mark.parametrize("unit", UNITS)
def test_what_reads_hostile_text_grows_with_it(call: Callable[[str], object], unit: str) -> None:
    def once(size: int) -> float:
        begun = process_time()
        call(unit * (size // len(unit)))
        return process_time() - begun

    if once(SIZE * 2) > NOTICED * 4:
        assert min(once(SIZE * 4) / max(once(SIZE * 2), 1e-9) for _ in range(3)) < 3


@pytest.mark.parametrize("unit", ["{b:path}", "/{b:path}", "/{b}", "x{b:path}"])
def test_a_route_with_many_parameters_is_asked_about_in_little_time(unit: str) -> None:
    begun = process_time()
    takes("/{a:path}" + unit * 300 + "!", "/health/db")
    assert process_time() - begun < 1
