"""Expressions that are compiled when they are first used."""

from __future__ import annotations

import re

import pytest

from consolidator.regex import lazy


@pytest.mark.parametrize("text", ["engine = 1", "ENGINE=2", "pool", ""])
def test_it_finds_what_a_compiled_one_finds(text: str) -> None:
    said = (r"(?P<name>engine)\s*=", re.IGNORECASE)
    made, compiled = lazy(*said), re.compile(*said)
    for _ in range(2):
        assert made.findall(text) == compiled.findall(text)
        assert bool(made.match(text)) == bool(compiled.match(text))
        assert made.sub("x", text) == compiled.sub("x", text)
    assert (made.pattern, made.flags, made.groups) == (compiled.pattern, compiled.flags, compiled.groups)


def test_it_is_compiled_by_its_first_use_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    compile = re.compile
    monkeypatch.setattr(re, "compile", lambda *said: asked.append(said) or compile(*said))
    made = lazy(rb"create_engine")
    assert not asked
    assert made.search(b"create_engine()") and made.search(b"create_engine()") and made.match(b"create_engine")
    assert asked == [(b"create_engine", 0)]


def test_a_wrong_one_says_so_when_it_is_used() -> None:
    with pytest.raises(re.error):
        lazy("(").search("text")
