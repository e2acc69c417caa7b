"""A service with linters and a formatter of its own: what it gets is as they want it."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path

import pytest

from .processes import Done, consolidate, git, run
from .repositories import Migration, create
from .services import ASYNC_API, FLASK_BILLING, TICKETING, Sample

CODES = ["E", "F", "W", "I", "N", "B", "C4", "Q", "PT", "PIE", "RET", "RUF", "SIM", "UP", "PTH"]
RULES = f"[tool.ruff.lint]\nselect = {CODES}\n"
SINGLE = f"""
[tool.ruff]
line-length = 88
[tool.ruff.format]
quote-style = 'single'
{RULES}
[tool.ruff.lint.flake8-quotes]
inline-quotes = 'single'
"""
BLACK = f"[tool.black]\nline-length = 79\n[tool.ruff]\nline-length = 79\n{RULES}"
WIDE = f"[tool.ruff]\nline-length = 120\n{RULES}"
STYLES = ((TICKETING, SINGLE), (ASYNC_API, BLACK), (FLASK_BILLING, WIDE), (FLASK_BILLING, SINGLE))


@pytest.fixture(scope="module", params=STYLES, ids=["single", "black", "wide", "flask"])
def styled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Migration:
    """A sample that its formatter has been over, migrated."""
    sample: Sample
    sample, style = request.param
    repository = create(sample, tmp_path_factory.mktemp(sample.name))
    with (repository / "pyproject.toml").open("a") as file:
        file.write(style)
    ruff(repository, "format", "-q", ".")
    git(repository, "commit", "-q", "-am", "Format")
    git(repository, "add", "-A")
    if git(repository, "status", "--porcelain"):
        git(repository, "commit", "-q", "-m", "Configure")
    return Migration(sample, repository, consolidate(repository, "run", ".", "-f", "json", *sample.flags))


def ruff(folder: Path, *args: str) -> Done:
    return run([sys.executable, "-m", "ruff", *args], folder)


def complaints(folder: Path, paths: list[str]) -> Counter[tuple[str, str]]:
    """How often ruff says what of which file, as the service has configured it."""
    rows = json.loads(ruff(folder, "check", "--no-cache", "--output-format", "json", *paths).stdout)
    return Counter((os.path.relpath(row["filename"], folder), f"{row['code']} {row['message']}") for row in rows)


def python(paths: list[str]) -> list[str]:
    return [path for path in paths if path.endswith(".py")]


def test_the_formatter_changes_nothing(styled: Migration) -> None:
    done = ruff(styled.check_out(), "format", "--no-cache", "--diff", *python(styled.changed()))
    assert done.code == 0, done


def test_the_linters_find_nothing_new(styled: Migration) -> None:
    new, paths = python(styled.added()), python(styled.changed())
    assert complaints(styled.check_out(), new) == Counter()
    known = complaints(styled.repository, [path for path in paths if path not in new])
    assert not complaints(styled.check_out(), [path for path in paths if path not in new]) - known
