"""The whole command line on a small service in a real repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from consolidator.cli import main

FILES = {
    "src/__init__.py": "",
    "src/config.py": (
        "import os\n\n\nclass Settings:\n   DATABASE_URL = os.environ.get('DATABASE_URL', 'postgresql://localhost/app')\n"
        "\n\nsettings = Settings()\n"
    ),
    "src/orders.py": (
        "from sqlalchemy import create_engine, text\n\nfrom src.config import settings\n\n\n"
        "def orders(kinds: list[str]):\n    engine = create_engine(settings.DATABASE_URL)\n"
        "    with engine.connect() as connection:\n        return connection.execute(text('select 1')).all()\n"
    ),
    "src/users.py": (
        "from sqlalchemy import create_engine, text\n\nfrom src.config import settings\n\n\n"
        "def users():\n    engine = create_engine(settings.DATABASE_URL)\n"
        "    with engine.connect() as connection:\n        return connection.execute(text('select 2')).all()\n"
    ),
}
BRANCH = "feat/db-connection-pooling"
Git = Callable[..., str]


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


@pytest.fixture
def bare(git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """A bare clone of the service, in which the commands are run; gives what git says of it."""
    folder = tmp_path / "clones" / "service.git"
    git("clone", "-q", "--bare", ".", str(folder))
    git("-C", str(folder), "config", "user.name", "A Developer")
    git("-C", str(folder), "config", "user.email", "dev@example.org")
    monkeypatch.chdir(folder)
    return lambda *words: git("-C", str(folder), *words)


def test_a_bare_repository_is_read_and_gets_its_branch(bare: Git, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 1
    assert "src/orders.py:7:" in capfd.readouterr().out
    assert main(["run"]) == 0
    assert "src/db.py" in bare("diff", "--name-only", "main", BRANCH).split()
    assert main(["run", "refs", "--base", BRANCH]) == 0
    assert "Nothing to consolidate." in capfd.readouterr().err


def test_hooks_and_tests_run_for_a_bare_repository_as_well(bare: Git, tmp_path: Path) -> None:
    hook = tmp_path / "clones/service.git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho checked > hooked && git add hooked\n")
    hook.chmod(0o755)
    assert main(["run", "--test-command", "test -e src/orders.py && echo 1 passed"]) == 0
    assert "hooked" in bare("diff", "--name-only", "main", BRANCH).split()


@pytest.mark.parametrize("flag", ["--no-commit", "--switch"])
def test_without_a_work_tree_nothing_is_written_into_one(
    bare: Git, capfd: pytest.CaptureFixture[str], flag: str
) -> None:
    assert main(["run", flag]) == 4
    assert "bare repository" in capfd.readouterr().err and bare("branch", "--list", BRANCH) == ""


@pytest.fixture
def monorepo(git: Git, tmp_path: Path) -> Git:
    """Two deployables, `billing` and `shipping`, in folders of their own."""
    for name in ("billing", "shipping"):
        for path, text in FILES.items():
            place = tmp_path / "services" / name / path.replace("src/", f"{name}/")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text.replace("src.", f"{name}."))
    git("rm", "-r", "-q", "src")
    git("add", "-A")
    git("commit", "-q", "-m", "two services")
    return git


def test_a_run_changes_the_deployable_of_its_folder_alone(monorepo: Git, tmp_path: Path) -> None:
    assert main(["run", "services/billing"]) == 0
    assert main(["run", str(tmp_path / "services/shipping/shipping")]) == 0
    for name in ("billing", "shipping"):
        changed = monorepo("diff", "--name-only", "main", f"{BRANCH}-{name}").split()
        assert changed and all(path.startswith(f"services/{name}/") for path in changed)
    assert main(["run", "services"]) == 0
    both = monorepo("diff", "--name-only", "main", BRANCH).split()
    assert {path.split("/")[1] for path in both} == {"billing", "shipping"}


@pytest.mark.parametrize("command", ["scan", "check"])
def test_other_commands_speak_of_the_deployable_of_their_folder(
    monorepo: Git, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir("services/billing")
    main([command, "-f", "json"])
    document = json.loads(capfd.readouterr().out)
    assert {each["path"].split("/")[1] for each in document["findings"]} == {"billing"}
    assert len(document["databases"]) == 1
    main([command, "-f", "json", "../.."])
    document = json.loads(capfd.readouterr().out)
    assert {each["path"].split("/")[1] for each in document["findings"]} == {"billing", "shipping"}


def test_check_passes_for_a_deployable_that_is_done(monorepo: Git) -> None:
    assert main(["run", "services/billing", "--switch"]) == 0
    assert main(["check", "services/billing"]) == 0
    assert main(["check", "services/shipping"]) == main(["check"]) == 1
    assert main(["run", "services/billing"]) == 0


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
