"""What a repository may set by its own files, and what it never may, on a small service in a real repository."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_service import BRANCH, Git

from consolidator.cli import main

pytest_plugins = ("service_fixtures",)


def test_settings_of_the_target_are_those_of_the_commit(
    git: Git, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.consolidator]\ntarget = 'src/engines.py'\n")
    assert main(["run", "-n", "-q"]) == 0
    out, err = capfd.readouterr()
    assert "src/engines.py" not in out and "pyproject.toml of the work tree" in err
    git("add", "-A")
    git("commit", "-q", "-m", "configure")
    assert main(["run", "-n", "-q"]) == 0
    assert "+++ b/src/engines.py" in capfd.readouterr().out


@pytest.mark.parametrize("key", ["prove = true\napp = 'src.evil:app'", "test-command = 'touch ran'"])
@pytest.mark.parametrize("command", ["run -n", "run", "scan", "check", "prove", "prove --import-only"])
def test_a_repository_chooses_nothing_that_runs(
    git: Git, tmp_path: Path, capfd: pytest.CaptureFixture[str], key: str, command: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[tool.consolidator]\n{key}\n")
    (tmp_path / "src/evil.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\napp = None\n")
    git("add", "-A")
    git("commit", "-q", "-m", "configure")
    git("branch", BRANCH)
    assert main(command.split()) == 2
    assert "cannot be set there" in capfd.readouterr().err and not (tmp_path / "ran").exists()
    assert git("rev-parse", BRANCH) == git("rev-parse", "main")


@pytest.mark.parametrize("name", ["v1", "origin/main", "topic"])
def test_a_repository_never_names_a_branch_that_would_hide_another_name(git: Git, tmp_path: Path, name: str) -> None:
    git("tag", "v1")
    for ref in ("main", "topic"):
        git("update-ref", f"refs/remotes/origin/{ref}", "HEAD")
    (tmp_path / "pyproject.toml").write_text(f"[tool.consolidator]\nbranch = {name!r}\n")
    git("add", "-A")
    git("commit", "-q", "-m", "configure")
    assert main(["run"]) == 2 and git("branch", "--list", name) == ""
    assert main(["run", "--branch", name]) == 0


@pytest.mark.parametrize("asked", [[], ["--branch-exists", "replace"]])
def test_a_repository_never_names_a_branch_to_be_replaced(git: Git, tmp_path: Path, asked: list[str]) -> None:
    git("branch", "work")
    (tmp_path / "pyproject.toml").write_text("[tool.consolidator]\nbranch = 'work'\n")
    git("add", "-A")
    git("commit", "-q", "-m", "configure")
    before = git("for-each-ref")
    assert main(["run", *asked]) == 2 and git("for-each-ref") == before
    assert main(["run", "-n"]) == 0
    assert main(["run", "--branch-exists", "suffix"]) == 0
    assert git("rev-parse", "work") != git("rev-parse", "work-2")


def test_a_file_of_the_repository_is_no_file_outside(
    git: Git, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, capfd: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "mine.toml").write_text("target = 'src/engines.py'\n")
    (tmp_path / "mine.toml").write_text("target = 'src/engines.py'\n")
    (outside / "link.toml").symlink_to(tmp_path / "mine.toml")
    for file in ("mine.toml", str(outside / "link.toml"), ".git/config"):
        assert main(["run", "-n", "--config", file]) == 2
        assert "lies in the repository" in capfd.readouterr().err
    assert main(["run", "-n", "--config", str(outside / "mine.toml")]) == 0
    assert "+++ b/src/engines.py" in capfd.readouterr().out
