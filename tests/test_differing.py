"""Where two texts differ: right, and in time that grows with them, whatever they are."""

from __future__ import annotations

import random
from time import process_time

import pytest

from consolidator.check import differing as module
from consolidator.check.differing import Run, differing


def rebuilt(old: list[bytes], new: list[bytes]) -> list[bytes]:
    """The new lines, made of the old ones and the runs."""
    out, at = [], 0
    for i1, i2, j1, j2 in differing(old, new):
        out += [*old[at:i1], *new[j1:j2]]
        at = i2
    return out + old[at:]


@pytest.mark.parametrize("small", [0, 4, 1_000_000])
@pytest.mark.parametrize("letters", [b"ab", b"abcdefghijklmnopqrstuvwxyz"])
def test_the_runs_make_the_new_text_of_the_old(monkeypatch: pytest.MonkeyPatch, small: int, letters: bytes) -> None:
    monkeypatch.setattr(module, "_SMALL", small)
    chance = random.Random(1)
    for _ in range(300):
        old = [bytes([chance.choice(letters)]) for _ in range(chance.randrange(30))]
        new = [line for line in old if chance.random() < 0.8]
        new.insert(chance.randint(0, len(new)), b"new")
        assert rebuilt(old, new) == new


def test_only_what_differs_is_told() -> None:
    old = [b"a", b"b", b"c", b"d", b"e"]
    assert [*differing(old, old)] == [] == [*differing([], [])]
    assert [*differing(old, [b"a", b"x", b"c", b"e"])] == [Run(1, 2, 1, 2), Run(3, 4, 3, 3)]


def test_long_texts_are_cut_at_lines_that_are_there_once(monkeypatch: pytest.MonkeyPatch) -> None:
    old = [line for at in range(20) for line in (b"same", b"%d" % at)]
    new = [b"first", *old[:20], b"middle", *old[20:], b"last"]
    monkeypatch.setattr(module, "_SMALL", 40)
    assert [*differing(old, new)] == [Run(0, 0, 0, 1), Run(20, 20, 21, 22), Run(40, 40, 42, 43)]


@pytest.mark.parametrize("texts", [[b"x"], [b"x", b"y"], [b"%d" % at for at in range(90)]], ids=["1", "2", "90"])
def test_it_grows_with_the_lines(texts: list[bytes]) -> None:
    def once(size: int) -> float:
        old = texts * (size // len(texts))
        begun = process_time()
        assert len([*differing([b"begin", *old, b"end"], [b"new", *old, b"other"])]) > 0
        return process_time() - begun

    assert min(once(60_000) / max(once(30_000), 1e-9) for _ in range(3)) < 3
