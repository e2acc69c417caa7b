"""A default that was made at import and is looked up in the body: the parameter's type still holds, on each Python."""

from __future__ import annotations

import ast

import pytest

from consolidator.meaning.defaults import in_body
from consolidator.model import Call, Facts
from consolidator.syntax.reading import read
from consolidator.syntax.rewriting import apply

OLD, NEW = (3, 9), (3, 10)
LATE = "from __future__ import annotations\n"
SOURCE = "{}\ndef rows(client{} = Client()):\n    return client.rows()\n"


def parsed(source: str) -> tuple[Facts, Call]:
    """A module, and its call that is a default."""
    facts = read("a.py", source.encode())
    (call,) = [row for row in facts.calls if row.role == "default"]
    return facts, call


def rewritten(source: str, python: tuple[int, int]) -> str:
    facts, call = parsed(source)
    return apply(facts, in_body(facts, call, "get_client()", python))


@pytest.mark.parametrize(
    ("annotation", "head", "python", "expected"),
    [
        ("", "", OLD, ""),
        (": Client", "", OLD, ": Optional[Client]"),
        (": Client", "", NEW, ": Client | None"),
        (": Client", LATE, OLD, ": Client | None"),
        (": db.Client", "", NEW, ": db.Client | None"),
        (': "Client"', "", NEW, ': Optional["Client"]'),
        (": dict[str, Client]", "", NEW, ": Optional[dict[str, Client]]"),
        (": Client | None", "", NEW, ": Client | None"),
        (": Optional[Client]", "from typing import Optional\n", OLD, ": Optional[Client]"),
    ],
)
def test_the_type_says_that_nothing_may_be_given(
    annotation: str, head: str, python: tuple[int, int], expected: str
) -> None:
    text = rewritten(SOURCE.format(head, annotation), python)
    assert f"def rows(client{expected} = None):\n    if client is None:\n        client = get_client()\n" in text
    assert ("from typing import Optional\n" in text) == ("Optional[" in expected)


@pytest.mark.parametrize("head", ["", LATE])
@pytest.mark.parametrize("annotation", [": Client", ': "Client"'])
def test_the_module_is_imported_on_the_oldest_python(head: str, annotation: str) -> None:
    text = rewritten(SOURCE.format(head, annotation), OLD)
    unions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.BinOp)]
    assert bool(unions) == bool(head), "an annotation with `|` is evaluated"


def test_the_lookup_stands_below_the_docstring_in_the_indentation_of_the_body() -> None:
    source = 'def rows(client: Client = Client(), n=1):\n\t"""Rows."""\n\treturn client.rows(n)\n'
    expected = (
        'def rows(client: Client | None = None, n=1):\n\t"""Rows."""\n'
        "\tif client is None:\n\t\tclient = get_client()\n\treturn client.rows(n)\n"
    )
    assert rewritten(source, NEW) == expected


@pytest.mark.parametrize(
    "source",
    [
        "def rows(client=Client()): return client.rows()\n",
        'def rows(client=Client()):\n    """Only says something."""\n',
    ],
)
def test_a_body_without_a_place_for_the_lookup_gets_none(source: str) -> None:
    facts, call = parsed(source)
    assert in_body(facts, call, "get_client()", NEW) == ()
