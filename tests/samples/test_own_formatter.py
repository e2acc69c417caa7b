"""A service with linters and a formatter of its own: what it gets is as they want it."""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from .processes import Done, consolidate, git, run
from .repositories import Migration, create
from .services import ASYNC_API, AUTH_CLIENT, CLASSROOM, FLASK_BILLING, TICKETING, TWO_DATABASES, Sample

CODES = ["E", "F", "W", "I", "N", "B", "C4", "PT", "PIE", "RET", "RUF", "SIM", "UP", "PTH"]
STRICT = [
    *("E", "F", "W", "I", "UP", "B", "SIM", "C4", "PL", "RUF", "S", "ANN", "D", "N", "C90", "ARG", "PT", "TRY", "EM"),
    *("ASYNC", "PERF", "FURB", "BLE", "SLF", "INP", "PIE", "PTH", "T20", "DTZ", "ERA", "FBT", "LOG", "G"),
]


@dataclass(frozen=True)
class Style:
    """A formatter, black or ruff, and the rules that ruff looks for; `single` quotes are black's to keep."""

    formatter: str
    width: int
    single: bool = False
    rules: tuple[str, ...] = tuple(CODES)

    def __str__(self) -> str:
        return f"{self.formatter}-{self.width}{'-single' * self.single}{'-strict' * ('PL' in self.rules)}"

    @property
    def configuration(self) -> str:
        """What the service's `pyproject.toml` says."""
        lint = f"[tool.ruff.lint]\nselect = {list(self.rules)}\nignore = ['D203', 'D213']\n"
        if self.formatter == "black":
            kept = "skip-string-normalization = true\n" * self.single
            return f"\n[tool.black]\nline-length = {self.width}\n{kept}[tool.ruff]\nline-length = {self.width}\n{lint}"
        quotes = "[tool.ruff.format]\nquote-style = 'single'\n" * self.single
        return f"\n[tool.ruff]\nline-length = {self.width}\n{quotes}{lint}"

    def format(self, folder: Path, *arguments: str) -> Done:
        """Run the formatter as the service has configured it."""
        words = ["black", "-q"] if self.formatter == "black" else ["ruff", "format", "-q", "--no-cache"]
        return run([sys.executable, "-m", *words, *arguments], folder)

    def prepare(self, folder: Path) -> None:
        """Configure the formatter and format the service as it is."""
        with (folder / "pyproject.toml").open("a") as file:
            file.write(self.configuration)
        if self.formatter == "black" and self.single:
            single = ["--isolated", "--config", "format.quote-style='single'"]
            run([sys.executable, "-m", "ruff", "format", "-q", *single, "."], folder)
        assert self.format(folder, ".").code == 0


STYLES = (
    (TICKETING, Style("ruff", 88, single=True)),
    (TICKETING, Style("black", 79, rules=tuple(STRICT))),
    (CLASSROOM, Style("black", 79, single=True)),
    (CLASSROOM, Style("ruff", 120, single=True, rules=tuple(STRICT))),
    (AUTH_CLIENT, Style("black", 79)),
    (AUTH_CLIENT, Style("ruff", 88, rules=tuple(STRICT))),
    (ASYNC_API, Style("black", 100, rules=tuple(STRICT))),
    (TWO_DATABASES, Style("black", 79, single=True, rules=tuple(STRICT))),
    (TWO_DATABASES, Style("ruff", 100, rules=tuple(STRICT))),
    (FLASK_BILLING, Style("ruff", 120, single=True)),
    (FLASK_BILLING, Style("ruff", 100, rules=tuple(STRICT))),
)


@dataclass(frozen=True)
class Styled:
    """A sample that its formatter has been over, migrated."""

    style: Style
    migration: Migration


@pytest.fixture(scope="module", params=STYLES, ids=lambda row: f"{row[0].name}-{row[1]}")
def styled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Styled:
    """A sample in a style."""
    sample: Sample
    sample, style = request.param
    repository = create(sample, tmp_path_factory.mktemp(sample.name))
    style.prepare(repository)
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "Format")
    run = consolidate(repository, "run", ".", "-f", "json", *sample.flags)
    return Styled(style, Migration(sample, repository, run))


def ruff(folder: Path, *args: str) -> Done:
    return run([sys.executable, "-m", "ruff", *args], folder)


def complaints(folder: Path, paths: list[str]) -> Counter[tuple[str, str]]:
    """How often ruff says what of which file, as the service has configured it; lengths of lines are one message."""
    if not paths:
        return Counter()
    rows = json.loads(ruff(folder, "check", "--no-cache", "--output-format", "json", *paths).stdout)
    return Counter(
        (os.path.relpath(row["filename"], folder), f"{row['code']} {re.sub('[0-9]+ >', '>', row['message'])}")
        for row in rows
    )


def python(paths: list[str]) -> list[str]:
    return [path for path in paths if path.endswith(".py")]


def test_the_formatter_changes_nothing(styled: Styled) -> None:
    migration = styled.migration
    done = styled.style.format(migration.check_out(), "--diff", *python(migration.changed()))
    assert (done.code, done.stdout) == (0, ""), done


def test_the_linters_find_nothing_new(styled: Styled) -> None:
    migration = styled.migration
    new, paths = python(migration.added()), python(migration.changed())
    assert complaints(migration.check_out(), new) == Counter()
    known = complaints(migration.repository, [path for path in paths if path not in new])
    assert not complaints(migration.check_out(), [path for path in paths if path not in new]) - known
