"""What is looked at of a changed file: the statements that changed and what has to do with them, or all of it."""

from __future__ import annotations

import ast

import pytest

from consolidator.check import flaws
from consolidator.check.near import Near, near
from consolidator.model import Change
from consolidator.syntax.reading import read
from tests.test_check import change_to, seen_in, snapshot_of

BEFORE = """\
\"\"\"Rows.\"\"\"

import json
import os

from sqlalchemy import create_engine, text


def connect():
    return create_engine(os.environ["URL"])


def rows():
    with connect().connect() as connection:
        return list(connection.execute(text("SELECT 1")))


class Page:
    size = 10

    def shown(self, items):
        return items[: self.size]


def dumped(items):
    return json.dumps(items)
"""


def seen(after: str, before: str = BEFORE) -> Near | None:
    return near(read("a.py", before.encode()), Change("a.py", before.encode(), after.encode()))


def statements(tree: ast.Module) -> list[str]:
    return [ast.unparse(node).splitlines()[0] for node in tree.body]


def test_only_statements_that_have_to_do_with_the_change_are_looked_at() -> None:
    found = seen(BEFORE.replace('create_engine(os.environ["URL"])', "shared()").replace("create_engine, ", ""))
    assert found is not None
    imports = ["import json", "import os", "from sqlalchemy import text"]
    assert statements(found.after) == [*imports, "def connect():", "def rows():"]
    assert statements(found.before) == [*imports[:2], "from sqlalchemy import create_engine, text", "def connect():"]
    assert found.lost() == {"create_engine"}
    assert found.offers("Page") and not found.offers("items")


def test_lines_and_columns_are_those_of_the_file() -> None:
    after = BEFORE.replace("import os\n", "import os\nimport sys\n").replace("size = 10", "size = len(sys.argv)")
    found = seen(after)
    assert found is not None
    whole = {ast.dump(node, include_attributes=True) for node in ast.parse(after).body}
    assert all(ast.dump(node, include_attributes=True) in whole for node in found.after.body)


WHOLE = {
    "a text that Python refuses": BEFORE.replace("size = 10", "return 10"),
    "an open bracket that a later change closes": BEFORE.replace("import json\n", "x = (\n") + ")\n",
    "a text that is open up to a later change": BEFORE.replace("import json\n", 'x = """\n') + '"""\n',
    "a line that goes on in the next one": BEFORE.replace("import os\n", "import os\n\\\n"),
    "a decorator above what stays": BEFORE.replace("class Page", "@print\nclass Page"),
    "another branch of what stays": BEFORE.replace("def rows", "if 1:\n    pass\n\n\ndef rows") + "else:\n    pass\n",
    "names that nobody can tell": BEFORE.replace("import json", "from json import *"),
    "names that are asked for": BEFORE + "\n\ndef __getattr__(name):\n    return name\n",
    "another list of names": BEFORE + "\n__all__ = ['rows']\n",
    "an old line break": BEFORE.replace("size = 10", "size = 10\r    more = 1"),
    "a form feed": BEFORE.replace("class Page", "\fclass Page"),
    "bytes that are no text": "# coding: nothing\n" + BEFORE,
}


@pytest.mark.parametrize("after", WHOLE.values(), ids=WHOLE)
def test_the_whole_file_is_looked_at(after: str) -> None:
    assert seen(after) is None


def test_a_file_that_nobody_has_read_is_looked_at_as_a_whole() -> None:
    change = Change("a.py", BEFORE.encode(), BEFORE.replace("size = 10", "size = 20").encode())
    assert near(None, change) is None
    assert near(read("a.py", b"x = 1\n"), change) is None


NAMES = {
    "a use that is left": BEFORE.replace("create_engine, ", ""),
    "an import that is left": BEFORE.replace('create_engine(os.environ["URL"])', "None"),
    "a use in a text": BEFORE.replace("import json", "import json, decimal")
    + "\n\ndef f(a: 'decimal.Decimal'):\n    return a\n",
    "a definition that is gone": BEFORE.replace("class Page:", "class Sheet:") + "\n\nPAGE = Page\n",
    "a definition that is gone and one that uses it": BEFORE.replace("def connect", "def connected"),
    "a name that a function binds for all": BEFORE.replace(
        "def dumped(items):", "def dumped(items):\n    global connect"
    ),
    "an import again": BEFORE.replace("class Page:", "import json\n\n\nclass Page:"),
    "an import below its use": BEFORE.replace("import os\n", "") + "\n\nimport os\n",
    "a name in other letters": BEFORE.replace("def dumped", "def \ufb01t(a):\n    return fit(a)\n\n\ndef dumped"),
    "a loop over an import": BEFORE.replace("class Page:", "for json in ():\n    pass\n\n\nclass Page:"),
    "nothing wrong": BEFORE.replace("size = 10", "size = 20"),
}


@pytest.mark.parametrize("after", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
def test_the_same_is_found_as_in_the_whole_file(after: str, back: bool) -> None:
    old, new = (after, BEFORE) if back else (BEFORE, after)
    before = {"a.py": old.encode(), "b.py": b"from a import Page, connect\n\nprint(Page, connect)\n"}
    snapshot, changes = snapshot_of(before), change_to(before, {"a.py": new.encode()})
    assert seen(new, old) is not None
    assert flaws(snapshot, changes, seen_in(snapshot)) == flaws(snapshot, changes)
