"""Ignore comments: the unused are told, the used silence; and every hazard names its authority."""

from __future__ import annotations

import pytest

from consolidator.planning.hazards import rules
from hazards.services import ENGINE, codes, told


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        (ENGINE.format(url="'sqlite:///a'") + "x = 1  # consolidate: ignore\n", [4]),
        (ENGINE.format(url="'sqlite:///a'  # consolidate: ignore -- why\n"), []),
        (ENGINE.format(url="\n    'sqlite:///a',  # consolidate: ignore\n"), []),
        ("# consolidate: ignore-file\n" + ENGINE.format(url="'sqlite:///a'"), []),
        ("# consolidate: ignore-file\nimport asyncpg\n", [1]),
        ("# consolidate: ignore-file\n", [1]),
        ("import asyncpg\ntext = '''\n# consolidate: ignore\n'''\n", []),
        ("import asyncpg\ndef f():\n    '''Explain.\n\n    # consolidate: ignore\n    '''\n", []),
    ],
    ids=["unused", "used", "lines", "file", "unused-file", "far", "string", "docstring"],
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
