"""Bodies of functions that are read later: what is said of them is what is said of a module that is read at once."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from consolidator.deciding.targets import quote_of
from consolidator.frozen import fields
from consolidator.meaning.world import World
from consolidator.model import Facts, Unread, naming
from consolidator.survey import survey
from consolidator.syntax.parsing import parse
from consolidator.syntax.positions import Positions
from consolidator.syntax.reading import Unreadable, read
from consolidator.syntax.visiting import Visitor
from tests.casework import snapshot_of

CASES = Path(__file__).parent / "cases"
LISTS = ("imports", "functions", "classes", "bindings", "calls", "refs", "texts")
LONG = "    for row in rows:\n        total = total + row.value * len(rows) - int(row.part)\n"
BODY = f'    """Add them up."""\n    total = 0\n{LONG}{LONG}    return total\n'
FUNCTION = f"def add(rows):\n{BODY}"


def unread(text: str) -> list[str]:
    return [body.scope for body in read("a.py", text.encode()).unread]


def at_once(text: str) -> dict[str, Any]:
    visitor = Visitor(Positions(text))
    visitor.visit_module(parse(text).tree)
    return {name: tuple(getattr(visitor, name)) for name in LISTS}


def later(text: str) -> dict[str, Any]:
    facts = read("a.py", text.encode())
    return {name: getattr(facts, name) for name in LISTS}


def test_what_the_cases_say_is_the_same_whenever_it_is_read() -> None:
    bodies = 0
    for path in sorted(CASES.glob("*/*/before/**/*.py")):
        try:
            text = read("a.py", path.read_bytes()).source
            found = later(text)
        except Unreadable:
            continue
        bodies += len(unread(text))
        assert found == at_once(text), path
    assert bodies > 100


LATER = {
    "a method": f"class A:\n    def add(self, rows):\n{BODY.replace('    ', '        ')}",
    "tabs": FUNCTION.replace("    ", "\t"),
    "lines that end as on Windows": FUNCTION.replace("\n", "\r\n"),
    "wide characters": FUNCTION.replace("Add them up", "Zähle 𝛑 zusammen").replace("total", "größe"),
    "names that Python reads otherwise": FUNCTION.replace("total", "ﬁt"),
    "a comment where the body begins": FUNCTION.replace("    total = 0\n", "# first\n    total = 0\n", 1),
    "a line that goes on": FUNCTION.replace("total = 0", "total = \\\n0"),
    "a text of several lines": FUNCTION.replace("total = 0", 'total = """\nclassic\n"""'),
    "an await and a yield": "async " + FUNCTION.replace("int(row.part)", "await row.part; yield 1"),
    "words that only look like definitions": FUNCTION.replace("total = 0", "default = classes = 0"),
    "imports": FUNCTION.replace(
        "total = 0",
        "import os, sys as system\n    try:\n        from a import b as c\n    except ImportError:\n        pass",
    ),
    "a function above and below": f"x = 1\n{FUNCTION}y = add\n{FUNCTION}z = 2\n",
}


@pytest.mark.parametrize("text", LATER.values(), ids=LATER)
def test_a_body_is_read_later(text: str) -> None:
    assert unread(text)
    assert later(text) == at_once(text)


NOW = {
    "a short one": "def add(rows):\n    return sum(rows)\n",
    "one on the line of its name": f"def add(rows): return [{', '.join(['rows'] * 60)}]\n",
    "a function inside": FUNCTION.replace("total = 0", "def inner():\n        return 0\n    total = inner()"),
    "a coroutine inside": FUNCTION.replace("total = 0", "async  def inner():\n        return 0\n    total = 0"),
    "a class inside": FUNCTION.replace("total = 0", "class Inner: pass\n    total = 0"),
    "a variable of the module": FUNCTION.replace("total = 0", "total = 0; global engine"),
    "a page break": FUNCTION.replace("total = 0", "\f    total = 0"),
    "what is nested deeply": FUNCTION.replace("total = 0", f"total = {'-' * 200}1"),
    "many conditions one after the other": FUNCTION.replace(
        "total = 0\n",
        "if rows: total = 0\n" + "".join(f"    elif rows is {n}: total = [{n}]\n" for n in range(120)) + "\n",
    ),
}


@pytest.mark.parametrize("text", NOW.values(), ids=NOW)
def test_a_body_is_read_with_its_module(text: str) -> None:
    assert not unread(text)
    assert later(text) == at_once(text)


def test_what_is_nested_too_deeply_is_told_when_the_module_is_read() -> None:
    deep = FUNCTION.replace("total = 0", "total = " + "-" * 2000 + "1")
    with pytest.raises(Unreadable, match="nested too deeply"):
        read("a.py", deep.encode())


def test_only_the_bodies_that_are_wanted_are_read() -> None:
    other = FUNCTION.replace("total", "engine").replace("add", "other")
    facts = read("a.py", f"{FUNCTION}{other}".encode())
    assert {row.target for row in facts.some_bindings(naming("engine", "add"))} == {"engine", "row"}
    assert [body.scope for body in facts.unread if body.said is None] == ["add"]
    assert not facts.some_calls(naming("gine", "rows_"))
    assert {row.scope for row in facts.some_calls(naming(""))} == {"add", "other"}


def test_what_is_kept_of_a_body_is_where_it_stands() -> None:
    facts = read("a.py", FUNCTION.encode())
    rows = tuple(getattr(facts, each.name) for each in fields(Facts))
    again = Facts(*pickle.loads(pickle.dumps(rows)))
    (body,) = again.unread
    assert isinstance(again.functions[0].inside, Unread) and again.functions[0].inside is body is again.known_texts[0]
    assert body.said is None and body.bodies is None


def test_a_plan_reads_the_functions_that_have_to_do_with_engines_alone() -> None:
    engine = (
        "import os\nfrom sqlalchemy import create_engine\n\n\ndef rows():\n"
        '    """Read them."""\n    engine = create_engine(os.environ["DATABASE_URL"])\n'
        '    with engine.connect() as connection:\n        return connection.exec_driver_sql("SELECT 1").all()\n'
    )
    world = World(survey(snapshot_of({"app/db.py": f"{engine}\n\n{FUNCTION}".encode(), "app/__init__.py": b""})))
    (found,) = world.standing.calls(world.standing.known_as("create_engine"))
    assert found[1].scope == "rows"
    assert [body.scope for body in world.facts["app/db.py"].unread if body.said is None] == ["add"]


@pytest.mark.parametrize(
    ("head", "bodies", "expected", "left"),
    [
        ("x = ['a', 'b', 'c']\n", "", "'", 0),
        ('x = ["a", "b", "c"]\n', "", '"', 1),
        ("", "'a', 'b'", "'", 0),
        ("", "'a', \"b\"", '"', 0),
        ("x = ['a']\n", '\'a\' f\'{rows} {rows} {rows} {rows}\', "b", "c", "d"', "'", 0),
    ],
)
def test_the_quotes_of_a_service_are_counted_as_far_as_it_takes(
    head: str, bodies: str, expected: str, left: int
) -> None:
    text = head + FUNCTION.replace('    """Add them up."""\n', "").replace("total = 0", f"total = [{bodies}]")
    facts = read("a.py", text.encode())
    marks = [text[row.span.start] for row in read("a.py", text.encode()).texts]
    assert quote_of([facts]) == expected == ("'" if marks.count("'") > marks.count('"') else '"')
    assert sum(body.said is None for body in facts.unread) >= left
