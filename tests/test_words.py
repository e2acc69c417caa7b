"""Texts that hold one of many words: what a search for each word by itself finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consolidator.glances import Looking, quick_imports
from consolidator.words import Words, finding, holding

WORDS = st.lists(st.sampled_from([b"a", b"ab", b"ba", b"b.", b".*", b"\xc3\xa4", b"aab"]), max_size=7)
TEXTS = st.lists(st.text("ab.*ä", max_size=12).map(str.encode), max_size=5)


@given(TEXTS, WORDS)
def test_what_a_search_for_each_word_finds(texts: list[bytes], words: list[bytes]) -> None:
    named = {str(at): text for at, text in enumerate(texts)}
    wanted = {path for path, text in named.items() if any(word in text for word in words)}
    assert holding(named, words) == wanted


@pytest.mark.parametrize("text", [b"", b"create_engin", b"Create_Engine", b"create engine"])
def test_what_only_resembles_a_word_is_no_find(text: bytes) -> None:
    assert not holding({"app.py": text}, [b"create_engine", b"create_pool", b"ConnectionPool"])


def test_hundreds_of_words() -> None:
    words = [b"module_%d." % number for number in range(700)]
    assert holding({"a.py": b"x = 'app.module_699.f'", "b.py": b"module_700."}, words) == {"a.py"}


def test_each_word_has_the_texts_that_hold_it() -> None:
    texts = {"a.py": b"import uvicorn, gunicorn", "b.py": b"uvicorn.run()", "c.py": b""}
    found = finding(texts, [b"uvicorn", b"gunicorn", b"hypercorn"])
    assert found == {b"uvicorn": {"a.py", "b.py"}, b"gunicorn": {"a.py"}, b"hypercorn": frozenset()}


@given(st.text("ab.*ä", max_size=30).map(str.encode), WORDS, st.sampled_from([b"a", b"ab", b"\xc3\xa4", b"b."]))
def test_of_one_word_every_place_is_told(text: bytes, words: list[bytes], placed: bytes) -> None:
    found, places = Words(words, placed).places(text)
    assert found == {word for word in words if word in text}
    assert places == [at for at in range(len(text)) if text.startswith(placed, at)]


PIECES = ["import ", "from a ", "import", "(", ")", "\n", "\r\n", "\\\n", "#", "é", ";", " ", ".", "b", "as c", ","]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_a_look_at_a_file_sees_the_imports_that_a_search_for_them_finds(text: str) -> None:
    assert Looking().glance(text.encode()).imports == quick_imports(text.encode())
