"""Ignore comments: the unused are told, the used silence; and every hazard names its authority."""

from __future__ import annotations

import pytest
from casework import snapshot_of

from consolidator.model import Options
from consolidator.planning import plan
from consolidator.planning.hazards import rules
from consolidator.survey import survey
from hazards.services import ENGINE, codes, told, work


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        (ENGINE.format(url="'sqlite:///a'") + "x = 1  # consolidate: ignore\n", [4]),
        (ENGINE.format(url="'sqlite:///a'  # consolidate: ignore -- why\n"), []),
        ("import asyncpg\nprint(\n    1,  # consolidate: ignore\n)\n", [3]),
        (ENGINE.format(url="\n    'sqlite:///a',  # consolidate: ignore\n"), []),
        ("# consolidate: ignore-file\n" + ENGINE.format(url="'sqlite:///a'"), []),
        ("# consolidate: ignore-file\nimport asyncpg\n", [1]),
        ("# consolidate: ignore-file\n", [1]),
        ("import asyncpg\ntext = '''\n# consolidate: ignore\n'''\n", []),
        ("import asyncpg\ndef f():\n    '''Explain.\n\n    # consolidate: ignore\n    '''\n", []),
    ],
    ids=["unused", "used", "call", "lines", "file", "unused-file", "far", "string", "docstring"],
)
def test_unused_ignore_comments(source: str, lines: list[int]) -> None:
    assert [(row.code, row.line) for row in told({"app/db.py": source})] == [("CE311", line) for line in lines]


def test_a_comment_that_silences_a_hazard_is_used() -> None:
    body = "def work():\n    connection = make_engine().connect()  # consolidate: ignore -- the worker's own\n"
    assert codes(body) == []


def test_every_file_of_the_folder_is_a_hazard_with_an_authority() -> None:
    assert [rule.CODE for rule in rules()] == [
        "CE301",
        "CE313",
        "CE302",
        "CE303",
        "CE310",
        "CE308",
        "CE304",
        "CE305",
        "CE311",
    ]
    assert all("https://" in (rule.__doc__ or "") for rule in rules() if rule.CODE != "CE311")


ONE = "import os\nfrom sqlalchemy import create_engine\ndef f():\n    return create_engine(os.environ['A']){comment}\n"


def planned(comment: str) -> list[str]:
    """What is told of two factories of one database, the first with a comment: place, code, action and message."""
    sources = {"app/__init__.py": "", "app/a.py": ONE.format(comment=comment), "app/b.py": ONE.format(comment="")}
    sources["app/main.py"] = "from fastapi import FastAPI\nfrom app import a, b\napp = FastAPI()\n"
    found = plan(survey(snapshot_of({path: text.encode() for path, text in sources.items()})), Options()).findings
    return [f"{row.path[4:]}:{row.line} {row.code} {row.action.value}: {row.message}" for row in found]


@pytest.mark.parametrize("codes", ["CE101", "ce102", "CE103, CE104", "CE101 CE302"])
def test_a_code_of_sharing_keeps_the_site(codes: str) -> None:
    assert planned(f"  # consolidate: ignore[{codes}] -- ours")[0] == "a.py:4 CE215 kept: engine left alone"


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        ("ignore[CE302]", "unused code in an ignore comment"),
        ("ignore[CE999]", "unknown code in an ignore comment"),
        ("ignore[]", "unused ignore comment"),
        ("ignore[CE309 -- no end", "unused code in an ignore comment"),
    ],
)
def test_a_comment_that_names_no_code_of_the_site_changes_nothing_and_is_told(comment: str, told: str) -> None:
    found = planned(f"  # consolidate: {comment}")
    assert [row for row in found if row.startswith("a.py")][-1] == f"a.py:4 CE311 review: {told}"
    assert "CE215" not in str(found) and "consolidated" in found[0]


def test_a_code_that_silences_a_hazard_is_used_and_the_other_is_told() -> None:
    body = "def work():\n    connection = make_engine().connect()  # consolidate: ignore[CE303, CE302]\n"
    assert codes(body) == ["CE311 note"]
    (found,) = work(body)
    assert found.reason == "CE302 is not found on this line" and found.cure == "remove CE302"


def test_a_hazard_of_another_code_is_not_silenced() -> None:
    body = "def work():\n    connection = make_engine().connect()  # consolidate: ignore[CE302]\n"
    assert codes(body) == ["CE303 warning", "CE311 note"]


def test_a_site_that_stays_anyway_needs_no_code() -> None:
    files = {"tests/test_a.py": ONE.format(comment="  # consolidate: ignore[CE101]").encode()}
    found = plan(survey(snapshot_of(files)), Options()).findings
    assert [(row.code, row.message) for row in found] == [
        ("CE202", "engine left alone"),
        ("CE311", "unused code in an ignore comment"),
    ]
