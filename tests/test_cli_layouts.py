"""The whole command line on bare repositories, and on those that hold several deployables."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from small_service import BRANCH, FILES, Git

from consolidator.cli import main

pytest_plugins = ("service_fixtures",)


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
