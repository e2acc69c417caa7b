"""Names out of import statements: in the common layouts found by their places, in all others as LibCST has them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from consolidator.model import RemoveImport
from consolidator.syntax.reading import read
from consolidator.syntax.rewriting import apply
from consolidator.syntax.shortening import shortened

PLAIN = [
    "from a import b, c, d",
    "from a import  b , c as d,e",
    "from . import b, c",
    "import a.b, c.d as d, e",
    "import a.b,a.c, f",
    "from a import b, b as c, d",
]
OTHERS = [
    "from a import (b, c, d)",
    "from a import (b,\n    c)  # why",
    "from a import b, \\\n    c",
    "from a import (  # why\n    b, c,\n)",
    "from a import é, b",
]


def without(text: str, bound: str) -> str:
    facts = read("a.py", text.encode())
    row = next(row for row in facts.imports if row.bound == bound)
    return apply(facts, [RemoveImport(row.span, bound)])


@pytest.mark.parametrize("text", PLAIN + OTHERS)
def test_a_name_goes_as_libcst_takes_it_out(text: str) -> None:
    statement, mark, comment = text.partition("  # why") if text.endswith("# why") else (text, "", "")
    for name in {row.bound for row in read("a.py", text.encode()).imports}:
        expected = shortened(statement, {name}, "\n")
        assert expected is not None and without(text, name) == expected + mark + comment


@pytest.mark.parametrize(("text", "is_loaded"), [*((text, False) for text in PLAIN), (OTHERS[0], True)])
def test_libcst_is_loaded_for_other_layouts_alone(text: str, is_loaded: bool) -> None:
    code = (
        "import sys\nfrom consolidator.model import RemoveImport\nfrom consolidator.syntax.reading import read\n"
        f"from consolidator.syntax.rewriting import apply\nfacts = read('a.py', {text.encode()!r})\n"
        "row = facts.imports[0]\napply(facts, [RemoveImport(row.span, row.bound)])\nprint('libcst' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(is_loaded)
