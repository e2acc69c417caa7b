"""A fixture of the command line: the small service, committed in a real repository."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from small_service import FILES, Git


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    for name in [name for name in os.environ if name.startswith(("CONSOLIDATE_", "GIT_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: bytes | None = None) -> str:
        done = subprocess.run(["git", *arguments], cwd=tmp_path, input=stdin, capture_output=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.decode()

    run("init", "-q", "-b", "main")
    run("config", "user.name", "A Developer")
    run("config", "user.email", "dev@example.org")
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    run("add", "-A")
    run("commit", "-q", "-m", "service")
    return run
