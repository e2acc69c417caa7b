"""Help, version and completion."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from consolidator.cli import main
from consolidator.cli.grammar import COMMANDS
from consolidator.cli.own import Command
from consolidator.cli.parser import Request, parse


@pytest.mark.parametrize("flag", ["--version", "-V"])
def test_the_version_is_told(capfd: pytest.CaptureFixture[str], flag: str) -> None:
    assert main([flag]) == 0
    assert capfd.readouterr().out.startswith("consolidate ")


def test_help_is_0(capfd: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["--help"], ["run", "-h"]):
        assert main(arguments) == 0
        assert "Usage" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("command", "listed", "idle"),
    [
        ("demo", "--format --output --color", "--jobs --pool-size --branch --app"),
        ("scan", "--pool-size --workers --fail-over --verbose --jobs", "--branch --app --dry-run"),
        ("check", "--target --client-class --output --jobs", "--pool-size --pre-ping --no-tests --health --workers"),
        ("prove", "--app --before --output --quiet", "--jobs --verbose --pool-size --dry-run"),
        ("explain", "--format --color --schema", "--jobs --output --quiet --verbose --config"),
        ("run", "--pool-size --branch --app --output --config --jobs", "--before"),
        ("fleet run", "--jobs --pool-size", "--app"),
    ],
)
def test_a_command_lists_the_flags_that_it_uses(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str, listed: str, idle: str
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert main([*command.split(), "--help"]) == 0
    flags = set(re.findall(r"--[a-z-]+", capfd.readouterr().out))
    assert set(listed.split()) <= flags and not set(idle.split()) & flags


def test_help_shows_every_option_with_its_default(capfd: pytest.CaptureFixture[str]) -> None:
    main(["run", "--help"])
    words = " ".join(capfd.readouterr().out.replace("│", " ").split())
    for expected in ("--pool-recycle", "--no-pre-ping", "fail|replace|suffix", "(default: 1800)", "--closes"):
        assert expected in words


def child(*arguments: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, timeout=60, **more)


@pytest.mark.parametrize("module", ["consolidator", "consolidator.cli"])
def test_it_runs_as_a_module(module: str) -> None:
    assert child("-m", module, "--version").stdout.startswith(b"consolidate ")


def test_a_reader_that_goes_away_is_no_failure() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "consolidator", "explain", "--schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.wait(60) == 0 and process.stderr.read() == b""


@pytest.mark.parametrize("command", [each for each in COMMANDS if each.examples], ids=lambda each: each.name)
def test_help_shows_examples_that_can_be_typed(command: Command, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([*command.name.split(), "--help"]) == 0
    shown = " ".join(capfd.readouterr().out.split())
    for line, purpose in command.examples:
        words = shlex.split(line.partition(" | ")[0])
        assert isinstance(parse(words), Request)
        assert " ".join(line.split()) in shown and purpose in shown


def test_every_command_that_does_something_has_examples() -> None:
    assert {each.name for each in COMMANDS if not each.examples} == {"fleet status", "fleet retry", "fleet report"}


@pytest.mark.parametrize("words", ["consolidate ", "consolidate run --br", "consolidate explain "])
def test_completion_answers_without_the_heavy_parts(words: str, tmp_path: Path) -> None:
    code = "import sys; from consolidator.cli import main; main([]); print(sorted(sys.modules), file=sys.stderr)"
    asked = {"_CONSOLIDATE_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    env = {**os.environ, **asked, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], env=env, cwd=tmp_path, capture_output=True, text=True)
    assert not {"libcst", "sqlalchemy", "git", "jinja2", "yaml"} & set(re.findall(r"'(\w+)'", done.stderr)), done.stderr
    wanted = {"consolidate ": "check", "consolidate run --br": "--branch-exists", "consolidate explain ": ""}
    assert done.returncode == 0 and wanted[words] in done.stdout.split("\n") and "'typer'" in done.stderr
