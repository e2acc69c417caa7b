"""One environment variable, two defaults."""

from __future__ import annotations

import pytest

from hazards.services import ENGINE, told


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("os.getenv('DB', 'sqlite:///a')", "os.getenv('DB', 'sqlite:///b')", ["CE301"]),
        ("os.getenv('DB', 'sqlite:///a')", "os.environ['DB']", ["CE301"]),
        ("os.getenv('DB', 'sqlite:///a')", "os.environ.get('DB', 'sqlite:///a')", []),
        ("os.getenv('DB', 'sqlite:///a')", "os.getenv('OTHER', 'sqlite:///b')", []),
        ("f\"postgresql://{os.environ['HOST']}/a\"", "f\"postgresql://{os.environ['HOST']}/b\"", []),
    ],
)
def test_one_variable_with_two_defaults(first: str, second: str, expected: list[str]) -> None:
    files = {"app/a.py": ENGINE.format(url=first), "app/b.py": "import app.a\n" + ENGINE.format(url=second)}
    files["app/main.py"] = "import app.a, app.b\n"
    assert [row.code for row in told(files)] == expected


SETTINGS = """
from pydantic import Field
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    database_url: str{default}

settings = Settings()
"""


@pytest.mark.parametrize(
    ("default", "expected"),
    [
        (' = "sqlite:///a"', []),
        (' = "sqlite:///b"', ["CE301"]),
        (' = Field("sqlite:///b")', ["CE301"]),
        (' = Field(default="sqlite:///a", description="x")', []),
        ("", ["CE301"]),
        (" = compute()", []),
    ],
)
def test_a_field_of_settings_is_the_variable_that_fills_it(default: str, expected: list[str]) -> None:
    files = {
        "app/config.py": SETTINGS.format(default=default),
        "app/a.py": ENGINE.format(url="os.getenv('DATABASE_URL', 'sqlite:///a')"),
        "app/b.py": "from app.config import settings\n" + ENGINE.format(url="settings.database_url"),
        "app/main.py": "import app.a, app.b\n",
    }
    assert [row.code for row in told(files)] == expected


def test_a_migration_may_have_its_own_default() -> None:
    files = {
        "app/a.py": ENGINE.format(url="os.getenv('DB', 'sqlite:///a')"),
        "migrations/env.py": ENGINE.format(url="os.getenv('DB', 'sqlite:///b')"),
        "app/main.py": "import app.a\n",
    }
    assert told(files) == ()
