"""The whole command line on a small service in a real repository."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from small_service import BRANCH, Git

from consolidator.cli import main

pytest_plugins = ("service_fixtures",)


def test_a_scan_writes_nothing(git: Git, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", "-f", "json"]) == 0
    document = json.loads(capfd.readouterr().out)
    assert document["outcome"] == "previewed" and document["repository"]["branch"] == "main"
    assert {each["path"] for each in document["findings"]} >= {"src/orders.py", "src/users.py"}
    assert git("status", "--porcelain") == "" and git("branch", "--list", BRANCH) == ""


def test_the_patch_gives_the_tree_of_the_commit(git: Git, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--dry-run"]) == 0
    patch = capfd.readouterr().out.encode()
    assert main(["run", "-q"]) == 0
    assert git("status", "--porcelain") == "" and git("symbolic-ref", "HEAD").strip() == "refs/heads/main"
    git("apply", "--index", "-", stdin=patch)
    assert git("write-tree") == git("rev-parse", f"{BRANCH}^{{tree}}")


def test_the_commit_is_the_users_and_closes_the_issue(git: Git) -> None:
    assert main(["run", "--closes", "12"]) == 0
    assert git("log", "-1", "--format=%an <%ae>", BRANCH).strip() == "A Developer <dev@example.org>"
    message = git("log", "-1", "--format=%B", BRANCH).strip()
    assert message.startswith("Share one pooled engine for the database\n\n") and message.endswith("\n\nCloses #12")


def test_a_second_run_finds_nothing_and_check_passes(git: Git, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 1
    assert "src/orders.py:7:" in capfd.readouterr().out
    assert main(["run", "--switch"]) == 0
    assert git("symbolic-ref", "HEAD").strip() == f"refs/heads/{BRANCH}"
    assert main(["run"]) == 0 and main(["check"]) == 0
    assert "Nothing to consolidate." in capfd.readouterr().err


def test_a_branch_that_exists_is_refused_only_when_there_is_something_to_commit(
    git: Git, capfd: pytest.CaptureFixture[str]
) -> None:
    git("branch", BRANCH)
    assert main(["run", "-n"]) == 0
    capfd.readouterr()
    assert main(["run", "-f", "json"]) == 4
    assert json.loads(capfd.readouterr().out)["outcome"] == "refused"
    assert main(["run", "--branch-exists", "suffix"]) == 0


def test_no_commit_writes_the_work_tree_and_refuses_to_lose_work(git: Git, tmp_path: Path) -> None:
    (tmp_path / "src/orders.py").write_text("# my own\n")
    assert main(["run", "--no-commit"]) == 4
    git("checkout", "-q", "src/orders.py")
    assert main(["run", "--no-commit"]) == 0
    assert (tmp_path / "src/db.py").exists() and git("branch", "--list", BRANCH) == ""


def test_a_test_that_fails_only_afterwards_is_5_and_nothing_is_applied(
    git: Git, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--test-command", "test ! -e src/db.py"]) == 5
    assert git("branch", "--list", BRANCH) == "" and git("worktree", "list").count("\n") == 1
    assert "the tests fail where they did not before" in capfd.readouterr().err
    assert main(["run", "--test-command", "true"]) == 0


def test_tests_that_were_red_before_prove_nothing(git: Git, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--test-command", "false"]) == 5
    assert "the tests prove nothing: 0 passed before the change" in capfd.readouterr().err
    assert git("branch", "--list", BRANCH) == ""


def test_how_many_tests_passed_is_told(git: Git, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "test_words.py").write_text("def test_one(): pass\ndef test_two(): assert False\n")
    git("add", "-A")
    git("commit", "-q", "-m", "tests")
    command = f"{sys.executable} -m pytest -q -p no:cacheprovider test_words.py"
    assert main(["run", "--test-command", command, "-o", "json=out.json"]) == 0
    assert "Tests: 1 passed before, 1 after; 1 failed before, 1 after." in capfd.readouterr().err
    document = json.loads((tmp_path / "out.json").read_text())
    counted = {"status": 1, "passed": 1, "failed": 1}
    assert document["tests"] == {"command": command, "before": counted, "after": counted}
    assert "1 passed before, 1 after; 1 failed before, 1 after." in document["pull_request"]["body"]


def test_all_reports_of_a_real_run(git: Git, tmp_path: Path) -> None:
    formats = ("json", "sarif", "markdown", "html", "patch")
    (tmp_path / "out").mkdir()
    words = [word for each in formats for word in ("-o", f"{each}=out/{each}")]
    assert main(["run", *words]) == 0
    document = json.loads((tmp_path / "out/json").read_text())
    assert document["commit"] == git("rev-parse", BRANCH).strip() and document["outcome"] == "committed"
    assert document["pull_request"]["body"] == (tmp_path / "out/markdown").read_text()
    page = (tmp_path / "out/html").read_text()
    assert (
        '<td class="in added">    engine = <span class="w">get_engine</span>()</td>' in page
        and f"<title>{tmp_path.name} at " in page
    )
    assert (tmp_path / "out/patch").read_bytes().startswith(b"diff --git ")


def test_outside_a_repository_is_4(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert main(["scan", str(tmp_path)]) == 4
    assert main(["scan", str(tmp_path / "missing")]) in (2, 4)


def test_demo_leaves_a_repository_to_play_with(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert main(["demo"]) in (0, 3)
    out, err = capfd.readouterr()
    (place,) = tmp_path.glob("consolidate-demo-*/ticketing")
    assert f"cd {place}" in out and f"git diff main...{BRANCH}" in out and "Committed as" in err
    branches = subprocess.run(["git", "branch", "--list"], cwd=place, capture_output=True, text=True).stdout
    assert "main" in branches and BRANCH in branches
