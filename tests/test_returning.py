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
        "    x = None\n    x = f()\n    return x",
        "    x = f()\n    # why\n    return x",
        "    x = f()\n    return x  # why",
        "    g = lambda: x\n    x = f(g)\n    return x",
        "    global x\n    x = f()\n    return x",
        "    x: int = f()\n    return x",
        "    x = (\n        # why\n        f()\n    )\n    return x",
    ],
)
def test_what_says_more_stays(body: str) -> None:
    after = f"def a():\n{body}\n"
    assert returned("", after) == after


def test_what_was_there_before_stays() -> None:
    text = "def a():\n    x = f()\n    return x\n"
    assert returned(text, text) == text
    assert returned("", text) == "def a():\n    return f()\n"


def test_a_function_in_a_function_returns_once() -> None:
    text = "def a():\n    def b():\n        x = f()\n        return x\n\n    return b\n"
    assert returned("", text) == "def a():\n    def b():\n        return f()\n\n    return b\n"
