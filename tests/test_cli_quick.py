"""What a command loads before it starts, and arguments that are read without a parser."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from git_support import TestRepository

from consolidator.cli.grammar import COMMANDS
from consolidator.cli.parser import parse
from consolidator.cli.quick import quick
from consolidator.config.table import select

pytest_plugins = ("git_fixtures",)
pytestmark = pytest.mark.usefixtures("own_settings")

ENGINE = b"from sqlalchemy import create_engine\n\nengine = create_engine('postgresql://db/app')\n"


@pytest.fixture
def service(repository: TestRepository) -> TestRepository:
    repository.commit({"app.py": ENGINE})
    return repository


@pytest.mark.parametrize(
    ("arguments", "idle"),
    [
        (["--version"], "libcst git jinja2 sqlalchemy rich"),
        (["--help"], "libcst git jinja2 sqlalchemy rich pydantic"),
        (["run", "--help"], "libcst git jinja2 sqlalchemy rich.console"),
        (["scan", "-q", "-f", "json"], "libcst git jinja2 sqlalchemy rich typer"),
    ],
)
def test_a_command_loads_no_heavy_module_that_it_does_not_use(
    arguments: list[str], idle: str, service: TestRepository
) -> None:
    code = (
        f"import sys; from consolidator.cli import main; main({arguments!r})\n"
        f"heavy = {set(idle.split())!r} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, cwd=service.root, env=env)
    assert done.returncode == 0, done.stderr


SAID = [
    "scan", "run", "check", "demo", "scan .", "scan services/billing --workers 4", "scan --workers=4 -q",
    "run --no-tests --tests", "run --tests --no-tests", "run -v -v --verbose", "run -n --pool-size 3 --pool-size 4 x",
    "run --client-class A --client-class B", "run -o json=a -o html=b", "run --closes=", "scan --config=a=b=c",
    "run -vv", "run -fjson", "run -nq", "run --pool-sise 3", "run --dry-run=yes", "run --closes", "run -- a", "run a b",
    "run -h", "scan --help", "run --no-dry-run", "scan -1", "scan --max-connections -5", "scan --format", "scan -",
    "run --target -x", "explain CE101", "fleet run", "fleet", "", "rnu", "--version", "scan --",
]  # fmt: skip


FLAGS = [
    f"{command.name} {name}{value}"
    for command in COMMANDS
    for option in select(*command.options)
    for name in (option.flag, f"--no-{option.name}", option.short)
    for value in ("", " 3", "=3")
    if name
]


@pytest.mark.parametrize("words", SAID)
def test_what_is_read_without_the_parser_is_what_the_parser_reads(words: str) -> None:
    read = quick(words.split(), {})
    assert read is None or read == parse(words.split())


def test_every_flag_is_read_without_the_parser_as_by_the_parser() -> None:
    both = [(words, quick(words.split(), {})) for words in FLAGS]
    read = [(words, request) for words, request in both if request is not None]
    assert len(read) > 300
    for words, request in read:
        assert request == parse(words.split()), words


def test_what_people_type_is_read_without_the_parser() -> None:
    assert [words for words in SAID[:15] if quick(words.split(), {}) is None] == []
    assert [words for words in SAID[15:] if quick(words.split(), {}) is not None] == []
    assert quick(["scan"], {"_CONSOLIDATE_COMPLETE": "complete_bash"}) is None
