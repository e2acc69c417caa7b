"""Where imports stand in what is written: never below a function, unless the service's own stand there."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from casework import CASES
from test_templates import snippets

from consolidator.model import AddImport, RemoveImport
from consolidator.syntax.reading import newline_of, read
from consolidator.syntax.rewriting import apply

KINDS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def below(source: str) -> set[str]:
    """The module-level imports behind the first function or class."""
    body = ast.parse(source).body
    first = next((at for at, node in enumerate(body) if isinstance(node, KINDS)), len(body))
    return {ast.unparse(node) for node in body[first:] if isinstance(node, ast.Import | ast.ImportFrom)}


def roots(lines: set[str]) -> set[str]:
    """The packages that imports are from."""
    return {line.split()[1].split(".")[0] for line in lines}


def written() -> Iterator[tuple[Path, Path]]:
    """Each module as a case leaves it, and as it was."""
    for after in sorted(CASES.glob("*/*/after")):
        for path in sorted(after.rglob("*.py")):
            yield path, after.with_name("before") / path.relative_to(after)


@pytest.mark.parametrize(
    ("after", "before"),
    [pytest.param(*pair, id=str(pair[0].relative_to(CASES))) for pair in written() if "newer" not in str(pair[0])],
)
def test_no_import_lands_below_a_function(after: Path, before: Path) -> None:
    known = below(before.read_text("utf-8-sig")) if before.exists() else set()
    new = below(after.read_text("utf-8-sig")) - known
    own = {folder.name for folder in before.parents[1].rglob("*") if folder.is_dir()}
    assert roots(new) <= (roots(known) | own if known else set())


def test_a_text_put_at_the_end_with_its_imports_would_be_noticed() -> None:
    served = "from fastapi import FastAPI\n\napp = FastAPI()\n\n\ndef index() -> None:\n    pass\n\n\n"
    assert all(below(served + text) for text in snippets() if "import" in text.partition("\n\n\n")[0])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import os\n\nimport asyncpg\n\nX = 1\n", "import os\n\nfrom app.db import get\n\nX = 1\n"),
        (
            "import os\r\n\r\nimport asyncpg\r\n\r\nX = 1\r\n",
            "import os\r\n\r\nfrom app.db import get\r\n\r\nX = 1\r\n",
        ),
        (
            "import os\n\nfrom asyncpg import (\n    Pool,\n)\n\nX = 1\n",
            "import os\n\nfrom app.db import get\n\nX = 1\n",
        ),
        ('"""Reads."""\n\nimport asyncpg\n\nX = 1\n', '"""Reads."""\n\nfrom app.db import get\n\nX = 1\n'),
        ("import asyncpg\n\nX = 1\n", "from app.db import get\n\nX = 1\n"),
        (
            "import os\n\nimport fastapi\nimport asyncpg\n\nX = 1\n",
            "import os\n\nimport fastapi\n\nfrom app.db import get\n\nX = 1\n",
        ),
        ("import os\nimport asyncpg\n\nX = 1\n", "import os\n\nfrom app.db import get\n\nX = 1\n"),
        (
            "import os\n\nfrom asyncpg import Pool, connect\n\nX = connect\n",
            "import os\n\nfrom asyncpg import connect\n\nfrom app.db import get\n\nX = connect\n",
        ),
    ],
)
def test_an_import_in_the_place_of_one_that_goes_has_its_blank_lines(before: str, after: str) -> None:
    facts = read("app/x.py", before.encode())
    gone = [RemoveImport(i.span, i.bound) for i in facts.imports if i.bound in ("asyncpg", "Pool")]
    assert apply(facts, [*gone, AddImport("app.db", "get", None)]) == after


IN_PARENTHESES = [
    ("    Dict,\n    List,\n", "    Any,\n    Dict,\n    List,\n"),
    ("    TYPE_CHECKING,\n    Dict,  # why\n", "    TYPE_CHECKING,\n    Any,\n    Dict,  # why\n"),
    ("    # all of them\n    AbstractSet\n", "    # all of them\n    AbstractSet,\n    Any,\n"),
    ("    AbstractSet,\n", "    AbstractSet,\n    Any,\n"),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("before", "after"), IN_PARENTHESES)
def test_a_name_gets_its_line_between_parentheses(before: str, after: str, newline: str) -> None:
    source = "import os\nfrom typing import (\n{})  # noqa: F401\n\nx = os\n".replace("\n", newline)
    given, wanted = (source.format(names.replace("\n", newline)) for names in (before, after))
    found = apply(read("a.py", given.encode()), (AddImport("typing", "Any"),))
    assert found.replace("\r\n", "\n") == wanted.replace("\r\n", "\n")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "I", "-"]
    assert subprocess.run(command, input=wanted, capture_output=True, text=True).returncode == 0


@pytest.mark.parametrize("names", ["    Dict, List,\n    Optional,\n", "    Dict,\n\n    List,\n"])
def test_names_that_share_lines_are_left_as_they_are(names: str) -> None:
    source = f"from typing import (\n{names})\n\nx = 1\n"
    found = apply(read("a.py", source.encode()), (AddImport("typing", "Any"),))
    assert found.startswith(f"from typing import (\n{names})\nfrom typing import Any\n")


def test_several_names_get_their_lines_in_order() -> None:
    source = "from typing import (\n    Dict,\n    cast,\n)\n"
    edits = (AddImport("typing", "Any"), AddImport("typing", "Optional"), AddImport("typing", "overload"))
    found = apply(read("a.py", source.encode()), edits)
    assert found == "from typing import (\n    Any,\n    Dict,\n    Optional,\n    cast,\n    overload,\n)\n"


@pytest.mark.parametrize(
    ("text", "newline"),
    [("a\r\r\nb\n", "\r\n"), ("a\rb\nc\r\n", "\n"), ("a\rb\r", "\r"), ("a\r\nb\n", "\r\n"), ("a", "\n")],
)
def test_a_new_line_ends_as_git_tells_lines_apart(text: str, newline: str) -> None:
    assert newline_of(text) == newline
