"""A file that was read and has another text now: its facts are those that reading it anew gives."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from consolidator.frozen import fields
from consolidator.model import Facts
from consolidator.syntax.reading import Unreadable, newline_of, read, remembering
from consolidator.syntax.rereading import reread
from tests.test_near import BEFORE, NAMES, WHOLE

CASES = Path(__file__).parent / "cases"
PAIRS = [
    (path.relative_to(CASES).as_posix(), path.parents[len(path.relative_to(after).parts) - 1].parent / "before", path)
    for after in sorted(CASES.glob("*/*/after"))
    for path in sorted(after.rglob("*.py"))
]


def said(facts: Facts) -> dict[str, Any]:
    rows = {name: getattr(facts, name) for name in ("bindings", "calls", "refs", "texts")}
    return {each.name: getattr(facts, each.name) for each in fields(Facts)} | rows


def again(before: str, after: str) -> Facts | None:
    return reread(read("a.py", before.encode()), after, newline_of(after), ())


def test_what_changed_in_the_cases_is_read_as_the_whole_file_is() -> None:
    reread_ones = 0
    for name, before, path in PAIRS:
        old = before / path.relative_to(before.parent / "after")
        if not old.exists():
            continue
        text = path.read_bytes().decode()
        known = read(name, old.read_bytes())
        found = reread(known, text, newline_of(text), read(name, text.encode()).pragmas)
        if found is not None:
            reread_ones += 1
            assert said(found) == said(read(name, text.encode())), name
    assert reread_ones > 100


@pytest.mark.parametrize("after", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
def test_only_what_changed_is_read(after: str, back: bool) -> None:
    old, new = (after, BEFORE) if back else (BEFORE, after)
    found = again(old, new)
    assert found is not None and said(found) == said(read("a.py", new.encode()))


READ = {
    name: text
    for name, text in WHOLE.items()
    if not name.startswith(("names that", "bytes that", "a text that Python"))
}


@pytest.mark.parametrize("after", READ.values(), ids=READ)
def test_the_whole_file_is_read(after: str) -> None:
    assert again(BEFORE, after) is None


def test_a_guard_of_scripts_is_not_taken_over() -> None:
    guarded = BEFORE + '\n\nif __name__ == "__main__":\n    rows()\n'
    assert again(BEFORE, guarded) is None
    assert again(guarded, BEFORE) is None


def test_another_docstring_is_read() -> None:
    found = again(BEFORE, BEFORE.replace('"""Rows."""', '"""All rows."""'))
    assert found is not None and found.docstring is not None
    assert found.text(found.docstring) == '"""All rows."""'
    assert again(BEFORE, BEFORE.replace('"""Rows."""', "# Rows.")) is None


def test_a_file_is_read_from_what_is_remembered_of_it() -> None:
    with remembering():
        known = read("a.py", BEFORE.encode())
        changed = BEFORE.replace("size = 10", "size = 100")
        found = read("a.py", changed.encode())
        assert found.functions[0] is known.functions[0], "what stands where it stood is not even moved"
        with pytest.raises(Unreadable):
            read("a.py", b"x = (\n")
    assert said(found) == said(read("a.py", changed.encode()))


def test_a_body_that_nobody_asked_for_is_kept_as_what_it_says() -> None:
    found = again(BEFORE, "import sys\n" + BEFORE.replace('"""Rows."""\n', ""))
    assert found is not None
    assert pickle.loads(pickle.dumps(found.functions)) == found.functions
    assert set(found.functions) == set(read("a.py", found.source.encode()).functions)
