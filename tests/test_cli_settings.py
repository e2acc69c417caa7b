"""What the options and files say to what a run does, with the stages replaced by values."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from cli_stages import Stages
from sample_values import PLAN

from consolidator.cli import main

pytest_plugins = ("cli_fixtures",)


def test_a_bad_key_in_the_target_is_2(stages: Stages, capfd: pytest.CaptureFixture[str]) -> None:
    stages.texts = {"pyproject.toml": b"[tool.consolidator]\npool-sise = 3\n"}
    assert main(["run"]) == 2
    assert "Did you mean pool-size?" in capfd.readouterr().err


def test_a_branch_of_the_repositorys_choice_is_made_but_never_one_that_exists(
    stages: Stages, capfd: pytest.CaptureFixture[str]
) -> None:
    stages.texts = {"consolidator.toml": b"branch = 'main'\n"}
    assert main(["run", "--branch-exists", "suffix"]) == 0
    stages.branches = {"main"}
    for asked in ([], ["--branch-exists", "replace"], ["--branch-exists", "fail"]):
        assert main(["run", *asked]) == 2
        assert "Use --branch or CONSOLIDATE_BRANCH" in capfd.readouterr().err
    assert main(["run", "--branch", "main", "--branch-exists", "replace"]) == 0
    assert [each.on_exists for each in stages.deliveries] == ["suffix", "replace"]
    stages.branches = set()
    assert main(["run", "--branch-exists", "replace"]) == 0
    assert stages.deliveries[-1].on_exists == "fail"


def test_the_branch_ends_in_the_name_of_the_deployable_unless_the_user_named_it(stages: Stages) -> None:
    stages.folder, stages.plan = "services/my billing", replace(PLAN, deployable="my billing")
    assert main(["run", "services/my billing"]) == 0
    assert main(["run", "services/my billing", "--branch", "mine"]) == 0
    stages.texts = {"consolidator.toml": b"branch = 'chore/one-engine'\n"}
    assert main(["run", "services/my billing"]) == 0
    assert [each.branch for each in stages.deliveries] == [
        "feat/db-connection-pooling-my-billing",
        "mine",
        "chore/one-engine-my-billing",
    ]


@pytest.mark.parametrize("asked", [["--prove"], ["--test-command", "true"]])
@pytest.mark.parametrize("origin", ["flag", "environment"])
def test_a_dry_run_never_runs_the_service(
    stages: Stages, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, asked: list[str], origin: str
) -> None:
    if origin == "environment":
        monkeypatch.setenv(f"CONSOLIDATE_{asked[0][2:].replace('-', '_').upper()}", asked[-1].replace("--prove", "1"))
    assert main(["run", "-n", *(asked if origin == "flag" else [])]) == 2
    out, err = capfd.readouterr()
    assert out == "" and asked[0] in err and err.count("\n") == 1


@pytest.mark.parametrize("command", ["scan", "run", "check"])
def test_configuration_that_is_not_committed_is_told_on_stderr(
    stages: Stages, capfd: pytest.CaptureFixture[str], command: str
) -> None:
    stages.here = {"consolidator.toml": b"pool-size = 3\n"}
    main([command, "-q", "-f", "json"])
    out, err = capfd.readouterr()
    assert json.loads(out)["command"] == command
    assert err.startswith("note: the configuration in consolidator.toml of the work tree is not that of")


def test_a_mistake_in_the_work_trees_file_is_2(stages: Stages, capfd: pytest.CaptureFixture[str]) -> None:
    stages.here = {"pyproject.toml": b"[tool.consolidate]\npool-size = 3\n"}
    assert main(["check"]) == 2
    assert "Did you mean [tool.consolidator]?" in capfd.readouterr().err


def test_a_file_outside_the_repository_sets_what_its_own_may_not(
    stages: Stages, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.toml").write_text("branch-exists = 'suffix'\nhooks = false\n")
    assert main(["run", "--config", str(tmp_path / "mine.toml")]) == 0
    assert (stages.deliveries[0].on_exists, stages.deliveries[0].run_hooks) == ("suffix", False)
    assert main(["run", "--config", "mine.toml"]) == 2
    assert "lies in the repository" in capfd.readouterr().err


def test_delivery_settings_arrive(stages: Stages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSOLIDATE_BRANCH", "b")
    assert main(["run", "--branch-exists", "suffix", "--no-hooks", "--sign", "--closes", "#7", "--switch"]) == 0
    (delivery,) = stages.deliveries
    assert (delivery.branch, delivery.on_exists, delivery.run_hooks, delivery.sign) == ("b", "suffix", False, True)
    assert delivery.message.endswith("\n\nCloses #7\n") and stages.switched == ["b"]


def test_no_commit_writes_into_the_work_tree(stages: Stages, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--no-commit"]) == 0
    assert stages.written == 1 and stages.deliveries == []
    assert "Written into the work tree." in capfd.readouterr().err
