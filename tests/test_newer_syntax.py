"""Files for a newer Python than the one that runs the tool: their facts are the same whoever reads them."""

from __future__ import annotations

import ast
from pathlib import Path

import libcst as cst
import pytest

from consolidator.check.trees import parse
from consolidator.syntax.deletions import is_endless
from consolidator.syntax.newer import shape_of
from consolidator.syntax.parsing import tree_of
from consolidator.syntax.reading import Unreadable, read
from consolidator.syntax.restoring import restore

ROOT = Path(__file__).parent.parent
SOURCE = """\
é = 1; type X[T: (int, "é"), *Ts, **P] = dict[T, f"{é}"]
class A[T: Base = Default](Super[T]):
    type Y = T
    def f[U: create_engine](self, x: U, *args: *Ts) -> T:
        try:
            return f"{self.x["é"]} {
                x  # comment
            } {"\\n".join(y)!r:>{w}} {z=}" 'tail' + f'{f"{f"{1}"}"}'
        except First, Second:
            raise
        except (Third, Fourth) as e:
            pass
    def g(self):
        try:
            pass
        except* Fifth, Sixth:
            made = 1
        return t"{é} b", a[*b]
lazy import json
engine = create_engine(f"postgresql://{u["n"]}@h/db", echo=True)
"""
NAMES = """
é X int dict T Base Default Super Y create_engine U Ts self.x x y w z
First Second Third Fourth Fifth Sixth made a b engine u
"""


def test_names_and_positions_are_those_of_the_text() -> None:
    facts = read("app/x.py", SOURCE.encode())
    names = {".".join(ref.dotted) for ref in facts.refs}
    assert names == set(NAMES.split())
    assert {facts.text(ref.span) for ref in facts.refs} == names
    assert [(row.target, row.scope) for row in facts.bindings] == [
        ("é", ""),
        ("X", ""),
        ("Y", "A"),
        ("e", "A.f"),
        ("made", "A.g"),
        ("engine", ""),
    ]
    assert [facts.text(row.span) for row in facts.imports] == ["import json"]


def test_calls_keep_their_arguments() -> None:
    facts = read("app/x.py", SOURCE.encode())
    made = next(call for call in facts.calls if call.role == "assigned")
    assert facts.text(made.expr.span) == 'create_engine(f"postgresql://{u["n"]}@h/db", echo=True)'
    url = made.expr.parts[1]
    assert [part.kind for part in url.parts] == ["const", "subscript", "const"]
    assert [part.value for part in url.parts if part.kind == "const"] == ["postgresql://", "@h/db"]
    assert [key for key, _ in made.expr.keywords] == ["echo"]


def test_windows_line_endings_move_nothing() -> None:
    facts = read("app/x.py", SOURCE.replace("\n", "\r\n").encode())
    assert {facts.text(ref.span) for ref in facts.refs} == {".".join(ref.dotted) for ref in facts.refs}


def test_definitions_keep_their_blocks() -> None:
    facts = read("app/x.py", SOURCE.encode())
    assert [function.qualname for function in facts.functions] == ["A.f", "A.g"]
    tries = [statement for function in facts.functions for statement in function.body if statement.kind == "try"]
    assert [len(statement.handlers) for statement in tries] == [2, 1]


@pytest.mark.parametrize("path", sorted(ROOT.glob("consolidator/report/*.py")), ids=lambda path: path.name)
def test_what_is_read_around_the_parser_is_what_the_parser_reads(path: Path) -> None:
    text = path.read_text()
    shape = shape_of(text, (3, 10))
    strings = [node for node in ast.walk(tree_of(text)) if isinstance(node, ast.JoinedStr)]
    assert (shape is not None) == bool(strings)
    if shape is not None:
        assert len(shape.text) == len(text)
        assert ast.dump(restore(tree_of(shape.text), shape)) == ast.dump(tree_of(text))


BROKEN = {
    "no Python": "type X = int\ndef f(:\n",
    "an error beside newer syntax": "type X = int\nreturn_ = = 1\n",
    "an error inside a newer string": 'x = f"{a["b"}"\n',
    "Python 2 in a newer file": "type X = int\nprint 'x'\n",
    "a variable of Python 2": "try:\n    pass\nexcept ValueError, error:\n    pass\n",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_what_no_python_parses_stays_unreadable(text: str) -> None:
    with pytest.raises(Unreadable) as raised:
        read("app/x.py", text.encode())
    assert raised.value.code == "CE401"
    assert parse(text.encode()) is None


@pytest.mark.parametrize(
    "targets",
    [
        "(" * 40,
        "[(" * 20,
        "(\n# )\n" * 40,
        "(a[')'], " * 40,
        "\\\n" + "(" * 40,
        "a, " + "(" * 40 + "1" + ")" * 40,
    ],
)
def test_what_libcst_would_never_end_on_is_not_given_to_it(targets: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cst, "parse_module", lambda text: pytest.fail("this takes days"))
    with pytest.raises(Unreadable):
        read("app/x.py", f"type X = int\ndel {targets}\n".encode())


@pytest.mark.parametrize(
    "targets", ["a", "(a, [b, (c)])", "a[f(g(h(0)))], (b)", "a  # " + "(" * 40, "a\nx = " + "(" * 40]
)
def test_other_deletions_are_read(targets: str) -> None:
    assert not is_endless(f"type X = int\ndel {targets}\n")


def test_newer_syntax_is_no_excuse_for_a_file_that_was_older() -> None:
    assert parse(SOURCE.encode()) is not None
    assert (parse(SOURCE.encode(), newer=False) is None) == (shape_of(SOURCE) is not None)
