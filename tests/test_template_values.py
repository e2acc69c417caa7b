"""Values that enter a template: literals that stay literals, phrases that stay in their comment."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consolidator.templating import literal, phrase, render, requote


def test_requote_keeps_what_a_change_would_break() -> None:
    source = 'a = "x", "it\'s", \'y\', """z""", f"{a}", f"{a["b"]}" if 0 else "", r"\\d", b"b"\n'
    source = source.replace('f"{a["b"]}"', "f\"{a['b']}\"")
    wanted = "a = 'x', \"it's\", 'y', \"\"\"z\"\"\", f'{a}', f\"{a['b']}\" if 0 else '', r'\\d', b'b'\n"
    assert requote(source) == wanted


@given(st.text(), st.sampled_from("\"'"))
def test_literal_of_any_text_is_that_text(value: str, quote: str) -> None:
    shown = literal(value, quote)
    assert ast.literal_eval(shown) == value
    assert shown[0] == quote or quote in value or "'" in value or '"' in value


@pytest.mark.parametrize("value", [0, -1, 2.5, True, None, [], ["a"], (), ("a",), ("a", 1), [("b",)]])
def test_literal_of_plain_values(value: object) -> None:
    assert ast.literal_eval(literal(value)) == value


@pytest.mark.parametrize("value", [object(), {1}, Path("x"), ["a", object()]])
def test_no_literal_for_other_things(value: object) -> None:
    with pytest.raises(TypeError, match="no literal"):
        literal(value)


@given(st.text())
def test_phrase_cannot_leave_a_docstring_or_comment(value: str) -> None:
    text = f'"""{phrase(value)}."""  # {phrase(value)}\nend = 1\n'
    assert len(ast.parse(text).body) == 2


def test_pages_are_escaped_without_asking(tmp_path: Path) -> None:
    (tmp_path / "report.html.j2").write_text("{{ text }}")
    assert render("report.html.j2", {"text": "<b>"}, str(tmp_path)) == "&lt;b&gt;"
