"""Every console block of the pages, run in a copy of the demo service and compared; `--update` writes it anew."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from consolidator.cli.commands.demo import sample_repository
from consolidator.cli.parser import Request, parse
from docs.blocks import PAGES, ROOT, Block, blocks

WITH_CONSOLES = [page for page in PAGES if blocks(page.read_text(), "console")]


@pytest.fixture(scope="module")
def sample() -> Iterator[Path]:
    path = sample_repository()
    yield path
    shutil.rmtree(path.parent)


@pytest.fixture
def service(sample: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample, tmp_path / sample.name))


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    programs = tmp_path / "bin"
    programs.mkdir()
    tool = programs / "consolidate"
    tool.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m consolidator "$@"\n')
    tool.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CONSOLIDATE_", "GIT_"))}
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    plain = {"NO_COLOR": "1", "GIT_PAGER": "cat", "GIT_CONFIG_GLOBAL": os.devnull}
    return {**kept, **plain, "PATH": path, "PYTHONPATH": str(ROOT)}


def run(block: Block, service: Path, environ: dict[str, str]) -> str:
    """The block as it should be: each command of it with what it prints."""
    shown = ""
    for command in re.findall(r"^\$ (.*)$", block.text, re.MULTILINE):
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        done = subprocess.run(["bash", "-c", command], cwd=service, env=environ, text=True, **streams)  # type: ignore
        shown += f"$ {command}\n{done.stdout}"
    return shown


def settled(text: str) -> str:
    """Without what differs from run to run: names of commits and blobs."""
    return re.sub(r"\b[0-9a-f]{7,40}\b", "0000000", text)


@pytest.mark.parametrize("page", WITH_CONSOLES, ids=lambda page: page.stem)
def test_what_is_shown_is_what_is_printed(
    page: Path, service: Path, environ: dict[str, str], request: pytest.FixtureRequest
) -> None:
    text = page.read_text()
    every = [(block, run(block, service, environ)) for block in blocks(text, "console")]
    if request.config.getoption("--update"):
        for block, printed in reversed(every):
            if settled(block.text) != settled(printed):
                text = text[: block.start] + printed + text[block.end :]
        page.write_text(text)
        return
    for block, printed in every:
        assert settled(printed) == settled(block.text)


def test_the_readme_shows_a_hunk_and_the_module_as_they_are_made(
    service: Path, environ: dict[str, str], request: pytest.FixtureRequest
) -> None:
    def shell(command: str) -> str:
        done = subprocess.run(command, shell=True, cwd=service, env=environ, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    shell("consolidate run -q")
    made = {
        "diff": shell("git diff main...feat/db-connection-pooling -- src/etl/__init__.py"),
        "python": shell("git show feat/db-connection-pooling:src/db.py"),
    }
    for language, text in made.items():
        readme = (ROOT / "README.md").read_text()
        (shown,) = blocks(readme, language)
        if request.config.getoption("--update") and settled(shown.text) != settled(text):
            (ROOT / "README.md").write_text(readme[: shown.start] + text + readme[shown.end :])
        else:
            assert settled(shown.text) == settled(text)


def test_the_readme_is_short_and_begins_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_bytes()
    assert len(readme) <= 10_000
    assert blocks(readme.decode())[0].text.splitlines() == [
        "python3 -m venv .venv && .venv/bin/pip install .",
        ".venv/bin/consolidate demo",
    ]


def commands(page: Path) -> Iterator[list[str]]:
    """The words of each call of the tool in the blocks that are not run."""
    for block in blocks(page.read_text(), "", "sh"):
        for line in block.text.replace("\\\n", " ").splitlines():
            for call in re.findall(r"(?:^|[\s/;&|'])consolidate +((?:[^;&|#']|'[^']*')*)", line.partition("  #")[0]):
                yield [word for word in shlex.split(call) if word not in (">", "/dev/null")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_command_that_is_told_is_one_that_there_is(page: Path) -> None:
    for words in commands(page):
        assert isinstance(parse(words), Request), words
