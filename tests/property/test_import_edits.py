"""Edits of import statements in every layout: afterwards is imported what was meant, in the lines of the file."""

from __future__ import annotations

import ast

from hypothesis import given
from hypothesis import strategies as st

from consolidator.model import AddImport, Edit, RemoveImport, RetargetImport
from consolidator.syntax.reading import read
from consolidator.syntax.rewriting import apply

NAMES = ("create_engine", "AsyncSession", "async_sessionmaker", "text", "Engine", "Any")
HEAD = "from lib.a import "
NOTES = st.sampled_from(["", "", "  # note (x)", "  # a, b"])
PLACES = {
    "module": "{}\nimport os\nx = 1\n",
    "function": "def f():\n    {}\n    return 1\n",
    "guard": "try:\n    {}\nexcept ImportError:\n    pass\n",
    "one line": "if True: {}\n",
}
Imported = tuple[str, str, str]


@st.composite
def statements(draw: st.DrawFn, indent: str, layouts: tuple[str, ...]) -> str:
    """One import statement of some names, some of them renamed."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
    rows = [name if draw(st.booleans()) else f"{name} as {name}_x" for name in names]
    inner = f"{indent}    "
    match draw(st.sampled_from(layouts)):
        case "line":
            return HEAD + ", ".join(rows) + draw(NOTES)
        case "parentheses":
            return f"{HEAD}({', '.join(rows)}{draw(st.sampled_from(['', ',', ' ']))}){draw(NOTES)}"
        case "lines":
            lines = "".join(f"{inner}{row},{draw(NOTES)}\n" for row in rows)
            return f"{HEAD}({draw(NOTES)}\n{lines}{indent})"
        case "packed":
            half = max(1, len(rows) // 2)
            rest = f",\n{inner}{', '.join(rows[half:])}" if rows[half:] else ""
            return f"{HEAD}({', '.join(rows[:half])}{rest})"
        case "backslash":
            return HEAD + f", \\\n{inner}".join(rows)
    lines = "".join(f"{inner}# about {row}\n{inner}{row},\n\n" for row in rows)
    return f"{HEAD}(\n{lines}{indent})"


@st.composite
def sources(draw: st.DrawFn) -> str:
    """A module with one such statement, in the line ending of either kind."""
    place = draw(st.sampled_from(sorted(PLACES)))
    layouts = ("line", "parentheses")
    if place != "one line":
        layouts += ("lines", "packed", "backslash", "comments")
    indent = "" if place == "module" else "    "
    text = PLACES[place].format(draw(statements(indent, layouts)))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def imported(text: str) -> set[Imported]:
    found = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)]
    return {(str(node.module), name.name, name.asname or name.name) for node in found for name in node.names}


@given(sources(), st.data())
def test_names_come_and_go_as_meant(source: str, data: st.DataObject) -> None:
    facts = read("app/x.py", source.encode())
    rows = [row for row in facts.imports if row.module == "lib.a"]
    edits: list[Edit] = []
    wanted = imported(source)
    for row in data.draw(st.lists(st.sampled_from(rows), min_size=1, unique=True)):
        wanted.discard(("lib.a", str(row.name), row.bound))
        if data.draw(st.booleans()):
            edits.append(RemoveImport(row.span, row.bound))
        else:
            edits.append(RetargetImport(row.span, row.bound, "app.db", f"get_{row.name}", row.bound))
            wanted.add(("app.db", f"get_{row.name}", row.bound))
    if data.draw(st.booleans()):
        edits.append(AddImport("app.db", "get_engine"))
        wanted.add(("app.db", "get_engine", "get_engine"))
    after = apply(facts, edits)
    assert imported(after) == wanted
    assert "\r\n" not in source or "\n" not in after.replace("\r\n", "")
