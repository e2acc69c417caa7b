"""Passwords in the code of a service are told, whatever form they have; stand-ins and those of tests are not."""

from __future__ import annotations

import pytest
from casework import snapshot_of
from masking.shapes import SHAPES, module, service

from consolidator.cli.exits import partial
from consolidator.model import Options
from consolidator.planning import plan
from consolidator.report.outcome import offending
from consolidator.survey import survey
from hazards.services import told

ELSEWHERE = {
    *("constant", "class attribute", "settings field", "helper", "parameter", "two statements", "three statements"),
    *("list that grows", "dictionary that grows", "dataclass", "field", "secret field", "enumeration"),
}
"""Shapes whose literal stands on a line above: it is told there."""
UNTOLD = {
    *("unclosed", "backwards", "format map", "template", "template and dictionary", "join of a generator", "base64"),
    *("base64 in bytes", "walrus inside", "slice", "character by character", "format specification"),
    "token of a service",
}
"""Nobody reads them as a URL with a password, unless by running the code; reports hide them all the same."""
ENGINE = "import os\nfrom sqlalchemy import URL, create_engine\n"


def test_every_shape_is_told_where_its_literal_stands() -> None:
    found = {(row.path, row.line) for row in told(service()) if row.code == "CE313"}
    for number, name in enumerate(SHAPES):
        lines = module(number).splitlines()
        at = next(line for line, text in enumerate(lines, 1) if text.startswith("def first_"))
        near = {(f"app/shape_{number:02}.py", line) for line in range(at, at + 7)}
        assert bool(near & found) == (name not in ELSEWHERE | UNTOLD), name


def test_it_is_a_warning_that_does_not_repeat_the_password_and_changes_no_exit_code() -> None:
    source = ENGINE + "engine = create_engine('postgresql://app:hunter2@db.example.net/x')\n"
    (row,) = told({"app/db.py": source})
    assert (row.code, row.level, row.line, row.action.value) == ("CE313", "warning", 3, "review")
    assert "hunter2" not in f"{row.message}{row.reason}{row.cure}"
    decided = plan(survey(snapshot_of({"app/__init__.py": b"", "app/db.py": source.encode()})), Options())
    assert [each.code for each in decided.findings if each.level == "warning"] == ["CE313"]
    assert partial(decided) == 0 and offending(decided) == ()


@pytest.mark.parametrize(
    "literal",
    [
        "postgresql://app@db/x",
        "postgresql://db:5432/x",
        "postgresql://postgres:postgres@localhost/x",
        "postgresql://app:app@127.0.0.1:5432/x",
        "postgresql://user:password@db/x",
        "postgresql://user:changeme@db.example.com/x",
        "postgresql://user:<password>@prod.example.net/x",
        "postgresql://user:${DB_PASSWORD}@prod.example.net/x",
        "postgresql://user:***@prod.example.net/x",
        "https://user:hunter2@example.net/x",
        "redis://:hunter2@cache/0",
    ],
)
def test_stand_ins_and_other_urls_are_none(literal: str) -> None:
    assert told({"app/db.py": f"{ENGINE}engine = create_engine(os.environ['URL'])\nX = {literal!r}\n"}) == ()


@pytest.mark.parametrize(
    "source",
    [
        "engine = create_engine(f\"postgresql://u:{os.environ['PW']}@h/db\")",
        "engine = create_engine('postgresql://u:%s@h/db' % os.environ['PW'])",
        "engine = create_engine('postgresql://{}:{}@h/db'.format('u', os.environ['PW']))",
        "engine = create_engine(URL.create('postgresql', 'u', os.environ['PW'], 'h'))",
        "engine = create_engine('postgresql://h/db', connect_args={'password': os.environ['PW']})",
        "engine = create_engine('postgresql://h/db')\nform = dict(password='hunter2')",
        "engine = create_engine('postgresql://u:hunter2@h/db')  # consolidate: ignore -- it is public",
    ],
)
def test_what_is_read_or_not_a_database_s_is_none(source: str) -> None:
    assert told({"app/db.py": ENGINE + source + "\n"}) == ()


def test_tests_keep_theirs() -> None:
    source = ENGINE + "engine = create_engine('postgresql://app:hunter2@db/x')\n"
    assert [row.path for row in told({"app/db.py": source, "tests/conftest.py": source})] == ["app/db.py"]
