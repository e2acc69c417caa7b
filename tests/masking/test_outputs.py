"""Every way of writing a password into code, through every output of the command line: it is never shown.

The lines of the patch are the exception, as they have to be: they carry what the code itself holds.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from git_support import TestRepository, make

from consolidator import pipeline
from consolidator.cli import main
from masking.shapes import IN_FILES, SHAPES, encoded, module, secret, service

FORMATS = ("json", "sarif", "markdown", "html")
_PATCH = re.compile(r'<td class="in [a-z]+">.*?</td>')
"""The lines of the patch in the page; those that are folded between them are no part of it."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestRepository:
    """A repository with a module for each shape, as the current folder."""
    for name in [name for name in os.environ if name.startswith(("CONSOLIDATE_", "GIT_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    made = make(tmp_path / "service")
    made.git("config", "user.name", "A Developer")
    made.git("config", "user.email", "dev@example.org")
    made.commit({path: text.encode() for path, text in service().items()})
    monkeypatch.chdir(made.root)
    return made


def leaked(text: str) -> list[str]:
    """The shapes, and whether it is a file of the deployment, whose password stands in a text."""
    found = [name for number, name in enumerate(SHAPES) if secret(number) in text or encoded(number) in text]
    return found + ["a file of the deployment"] * (IN_FILES in text)


def test_the_service_holds_every_password(place: TestRepository) -> None:
    assert leaked("".join(path.read_text() for path in place.root.rglob("*.py"))) == list(SHAPES)


@pytest.mark.parametrize("command", [("scan", "-v"), ("check",), ("run", "-v")], ids=["scan", "check", "run"])
def test_no_output_shows_a_password(
    place: TestRepository, command: tuple[str, ...], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    files = {format: tmp_path / f"report.{format}" for format in FORMATS}
    asked = [word for format, file in files.items() for word in ("-o", f"{format}={file}")]
    assert main([*command, *asked]) in (0, 1, 3)
    texts = {format: _PATCH.sub("", file.read_text()) for format, file in files.items()}
    texts["streams"] = "".join(capfd.readouterr())
    texts["message"] = place.line("log", "--branches", "--format=%B")
    assert {name: leaked(text) for name, text in texts.items()} == {name: [] for name in texts}
    assert all("app/shape_00.py" in texts[name] for name in FORMATS)


@pytest.mark.parametrize("verbosity", ["-v", "-vv"])
def test_no_internal_error_quotes_a_password(
    place: TestRepository, verbosity: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    texts = [module(number) for number in range(len(SHAPES))]

    def fail(*_: object) -> None:
        try:
            raise KeyError(*texts)
        except KeyError as error:
            raise ValueError(f"cannot read {texts}") from error

    monkeypatch.setattr(pipeline, "decide", fail)
    assert main(["scan", verbosity, "-f", "json"]) == 70
    out, err = capfd.readouterr()
    assert leaked(out + err) == [] and "ValueError" in err
