"""What an unwrapped `try` leaves before its `return` is returned at once, and what was there before stays."""

from __future__ import annotations

import subprocess
import sys

import pytest
from casework import snapshot_of

from consolidator.building import build
from consolidator.model import Options
from consolidator.planning import plan
from consolidator.returning import returned
from consolidator.survey import survey

DB = """import os

from sqlalchemy import create_engine

engine = create_engine(os.environ["DATABASE_URL"], pool_size=4)
"""
REPORT = """import os

from sqlalchemy import create_engine, text


def report():
    engine = create_engine(os.environ["DATABASE_URL"])
    try:
        with engine.connect() as connection:
            found = connection.execute(
                text("SELECT 1")
            ).all()
    finally:
        engine.dispose()
    return found


def older():
    kept = len(report())
    return kept
"""
MAIN = """from fastapi import FastAPI

from app.db import engine
from app.report import older, report

app = FastAPI()


@app.get("/")
def index():
    return [engine.dialect.name, report(), older()]
"""


def _migrated(configuration: str) -> str:
    files = {
        "app/__init__.py": "",
        "app/db.py": DB,
        "app/report.py": REPORT,
        "app/main.py": MAIN,
        "pyproject.toml": configuration,
    }
    snapshot = snapshot_of({path: text.encode() for path, text in files.items()})
    changes = {row.path: row.after for row in build(plan(survey(snapshot), Options()), snapshot).changes}
    return (changes["app/report.py"] or b"").decode()


def _found(text: str) -> int:
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--isolated",
        "--select",
        "RET504",
        "--output-format",
        "concise",
        "-",
    ]
    return subprocess.run(command, input=text, capture_output=True, text=True).stdout.count("RET504")


def test_nothing_new_is_found_where_the_rule_is_selected() -> None:
    text = _migrated('[tool.ruff.lint]\nselect = ["RET"]\n')
    assert "create_engine" not in text
    assert (_found(REPORT), _found(text)) == (1, 1)
    assert "return connection.execute(" in text and "return kept" in text


def test_names_stay_where_nobody_looks_for_them() -> None:
    assert "    return found\n" in _migrated('[tool.ruff.lint]\nselect = ["F"]\n')


@pytest.mark.parametrize(
    "body",
    [
        "    g = lambda: x\n    x = f(g)\n    return x",
        "    global x\n    x = f()\n    return x",
        "    x: int = f()\n    return x",
        "    x = f(); return x",
        "    x = []\n    x = f(x := 1)\n    return x",
        "    try:\n        x = f()\n        return x\n    finally:\n        g(x)",
        "    x = []\n    with suppress(E):\n        x = f()\n    return x",
        "    for x in y:\n        pass\n    x = f()\n    return x",
        "    x = g()\n    x = f()\n    return x",
        "    x = None  # nothing yet\n    x = f()\n    return x",
    ],
)
def test_what_says_more_stays(body: str) -> None:
    after = f"def a():\n{body}\n"
    assert returned("", after) == after


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("    x = f()\n\n    # why\n    return x", "    # why\n    return f()"),
        ("    x = f()\n    return x  # why", "    return f()  # why"),
        ("    x = f()  # how\n    return x  # why", "    # why\n    return f()  # how"),
        (
            "    x = (\n        # why\n        f()\n    )\n    return x",
            "    return (\n        # why\n        f()\n    )",
        ),
        ("    x = f(\n        1\n    )\n    return x  # why", "    return f(\n        1\n    )  # why"),
        (
            "    with e.connect() as c:\n        x = f(c)\n        # inside\n    # outside\n    return x",
            "    with e.connect() as c:\n        # inside\n        # outside\n        return f(c)",
        ),
        ('    x = ""\n    x = f()\n    return x', "    return f()"),
        (
            "    x = None\n    with e.connect() as c:\n        x = f(c)\n    return x",
            "    with e.connect() as c:\n        return f(c)",
        ),
        ("    x = g()\n    h(x)\n    x = f(x)\n    return x", "    x = g()\n    h(x)\n    return f(x)"),
        (
            "    try:\n        x = f()\n        return x\n    finally:\n        g()",
            "    try:\n        return f()\n    finally:\n        g()",
        ),
    ],
)
def test_comments_and_other_uses_of_the_name_are_kept(body: str, expected: str) -> None:
    for end in ("\n", "\r\n"):
        after = f"def a():\n{body}\n".replace("\n", end)
        found = returned("", after)
        assert found == f"def a():\n{expected}\n".replace("\n", end)
        assert (_found(after), _found(found)) == (1, 0)


def test_what_was_there_before_stays() -> None:
    text = "def a():\n    x = f()\n    return x\n"
    assert returned(text, text) == text
    assert returned("", text) == "def a():\n    return f()\n"


def test_a_function_in_a_function_returns_once() -> None:
    text = "def a():\n    def b():\n        x = f()\n        return x\n\n    return b\n"
    assert returned("", text) == "def a():\n    def b():\n        return f()\n\n    return b\n"
