"""Strings that name a creation call which has moved."""

from __future__ import annotations

import pytest

from hazards.services import DB, told


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("patch('app.db.create_engine')", ["CE305"]),
        ("monkeypatch.setattr(app.db, 'create_engine', None)", ["CE305"]),
        ("patch.object(app.db, 'create_engine')", ["CE305"]),
        ("patch('app.other.create_engine')", []),
        ("patch('sqlalchemy.orm.create_engine')", []),
        ("print('create_engine')", []),
        ("'''app.db.create_engine'''", []),
    ],
)
def test_strings_that_name_the_creation_call(line: str, expected: list[str]) -> None:
    source = f"import app.db\nfrom unittest.mock import patch\n\ndef test_it(monkeypatch):\n    {line}\n"
    assert [row.code for row in told({"app/db.py": DB, "tests/test_db.py": source})] == expected


@pytest.mark.parametrize(
    ("head", "call", "expected"),
    [
        ("import sqlalchemy", "sqlalchemy.create_engine", ["CE305"]),
        ("", "from sqlalchemy import create_engine; return create_engine", ["CE305"]),
        ("from sqlalchemy import create_engine", "create_engine", []),
    ],
)
def test_patches_of_the_library_reach_only_late_lookups(head: str, call: str, expected: list[str]) -> None:
    prefix, _, function = call.rpartition("; return ")
    source = f"{head}\ndef make():\n    {prefix or 'pass'}\n    return {function}('postgresql://localhost/a')\n"
    test = "import app.db\ndef test_it():\n    patch('sqlalchemy.create_engine')\n    patch('app.db.make')\n"
    assert [row.code for row in told({"app/db.py": source, "tests/test_db.py": test})] == expected
