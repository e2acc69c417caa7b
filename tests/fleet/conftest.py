"""A home of its own for git and for the cache, and the command line as a function."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consolidator.cli import main

Fleet = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith(("CONSOLIDATE_", "GIT_"))]:
        monkeypatch.delenv(name)
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / ".gitconfig").write_text("[user]\n\tname = Ada Lovelace\n\temail = ada@example.com\n")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def fleet(capfd: pytest.CaptureFixture[str]) -> Fleet:
    """Run `consolidate fleet` with these words; gives the exit code and the JSON document, services by name."""

    def call(*words: str) -> tuple[int, dict[str, Any]]:
        capfd.readouterr()
        code = main(["fleet", *words, "-f", "json", "-q"])
        document: dict[str, Any] = json.loads(capfd.readouterr().out)
        if "services" in document:
            document["by_name"] = {each["name"]: each for each in document["services"]}
        return code, document

    return call
