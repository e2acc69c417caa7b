"""Each way in which a command ends, with the stages replaced by values: its exit code, and what is said of it."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from cli_stages import EMPTY, REVIEWED, Stages
from sample_values import PLAN, SECRET, finding, with_findings

from consolidator.cli import main
from consolidator.errors import ConsolidateError, EnvironmentFailed, Refused, UsageError, VerificationFailed
from consolidator.model import Action

pytest_plugins = ("cli_fixtures",)


def test_done_is_0(stages: Stages, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["run"]) == 0
    out, err = capfd.readouterr()
    assert out == "" and "Committed as ffffffffff" in err


def test_nothing_to_do_is_0_and_commits_nothing(stages: Stages) -> None:
    stages.plan = EMPTY
    assert main(["run"]) == 0 and stages.deliveries == []


def test_pending_changes_are_1_only_where_asked(stages: Stages) -> None:
    assert main(["run", "-n"]) == 0
    assert main(["run", "-n", "--exit-code"]) == 1
    stages.plan = EMPTY
    assert main(["run", "-n", "--exit-code"]) == 0


def test_check_is_1_for_a_pending_engine_and_for_one_that_needs_a_person(stages: Stages) -> None:
    assert main(["check"]) == 1
    stages.plan = replace(EMPTY, findings=(finding("CE301", Action.REVIEW),))
    assert main(["check"]) == 1


def test_check_is_0_for_what_is_kept_and_for_findings_about_use(stages: Stages) -> None:
    stages.plan = replace(EMPTY, findings=(finding("CE201", Action.KEPT), finding("CE302", Action.REVIEW)))
    assert main(["check"]) == 0


def test_check_is_3_for_a_file_that_may_hide_one(stages: Stages) -> None:
    stages.plan = with_findings(finding("CE401", Action.UNREADABLE))
    assert main(["check"]) == 3


@pytest.mark.parametrize("command", [["scan"], ["run"], ["run", "-n"], ["run", "-n", "--exit-code"]])
def test_left_for_a_person_is_3(stages: Stages, command: list[str]) -> None:
    stages.plan = REVIEWED
    assert main(command) == 3


@pytest.mark.parametrize(
    ("error", "code", "outcome"),
    [
        (UsageError("bad", "do"), 2, "failed"),
        (Refused("no", "do"), 4, "refused"),
        (VerificationFailed("no", "do"), 5, "failed"),
        (EnvironmentFailed("no", "do"), 6, "failed"),
    ],
)
def test_errors_have_their_code_one_line_and_one_document(
    stages: Stages, capfd: pytest.CaptureFixture[str], error: ConsolidateError, code: int, outcome: str
) -> None:
    stages.error = error
    assert main(["run", "-f", "json"]) == code
    out, err = capfd.readouterr()
    assert json.loads(out)["outcome"] == outcome and json.loads(out)["error"]["cure"] == "do"
    assert err.count("\n") == 1 and err.startswith("error: ")


def test_an_unexpected_error_is_70_masked_without_traceback(stages: Stages, capfd: pytest.CaptureFixture[str]) -> None:
    stages.error = ValueError(f"cannot reach postgresql://u:{SECRET}@h/d\n")
    assert main(["scan", "--format=json"]) == 70
    out, err = capfd.readouterr()
    assert json.loads(out)["error"]["code"] == "internal"
    assert err.count("\n") == 1 and "ValueError" in err and "Traceback" not in err
    assert SECRET not in out + err


def test_a_traceback_is_shown_for_vv_and_masked(stages: Stages, capfd: pytest.CaptureFixture[str]) -> None:
    stages.error = ValueError(f"postgresql://u:{SECRET}@h/d")
    assert main(["scan", "-vv"]) == 70
    err = capfd.readouterr().err
    assert "Traceback (most recent call last)" in err and SECRET not in err


def test_interrupted_is_130(stages: Stages, capfd: pytest.CaptureFixture[str]) -> None:
    stages.error = KeyboardInterrupt()
    assert main(["run", "-f", "json"]) == 130
    out, err = capfd.readouterr()
    assert json.loads(out)["error"]["code"] == "interrupted" and err.startswith("error: interrupted. ")


def test_interrupted_while_arguments_are_read_is_130(
    stages: Stages, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*values: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("consolidator.cli.quick._names", interrupted)
    assert main(["scan"]) == 130
    assert capfd.readouterr() == ("", "error: interrupted. Run the command again; nothing was left half done\n")
    monkeypatch.setattr("consolidator.cli.parser._given", interrupted)
    assert main(["explain"]) == 130
    assert capfd.readouterr() == ("", "error: interrupted. Run the command again; nothing was left half done\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "--pool-sise", "3"], "--pool-size"),
        (["rnu"], "No such command 'rnu'"),
        (["run", "a", "b"], "unexpected extra argument"),
        (["run", "--pool-size", "x"], "'x' is not a whole number"),
        (["run", "-o", "json"], "'json' is not FORMAT=FILE"),
        (["run", "-o", "jsn=x"], "Did you mean json?"),
        (["run", "-o", "json=-"], "is not FORMAT=FILE"),
        (["scan", "-o", "patch=x"], "scan makes no patch"),
        (["explain", "CE999"], "there is no finding code 'CE999'"),
        (["explain", "-f", "sarif"], "explain has no sarif"),
    ],
)
def test_usage_errors_are_2_one_line_each(
    stages: Stages, capfd: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(arguments) == 2
    out, err = capfd.readouterr()
    assert out == "" and words in err and err.count("\n") == 1


def test_a_usage_error_is_one_document_too(stages: Stages, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--nonsense", "-fjson"]) == 2
    document = json.loads(capfd.readouterr().out)
    assert document["command"] == "run" and document["error"]["code"] == "usage"


@pytest.mark.parametrize("command", ["scan", "run", "check"])
def test_a_class_that_nobody_defines_is_2(stages: Stages, capfd: pytest.CaptureFixture[str], command: str) -> None:
    source = "import x\n\nclass ReportClient(Base):\n    pass\n\nclass Größe[T]: ...\n"
    stages.texts = {"app/report.py": source.encode(), "notes.md": b"class Nope:\n"}
    for wrong in ("ReprotClient", "app.ReportClient"):
        assert main([command, "--client-class", wrong]) == 2
        err = capfd.readouterr().err
        assert f"no class is called '{wrong}'" in err and "Did you mean ReportClient?" in err
    assert main([command, "--client-class", "ReportClient", "--client-class", "Nope"]) == 2
    assert "'Nope'" in capfd.readouterr().err
    assert main([command, "--client-class", "ReportClient", "--client-class", "Größe"]) in (0, 1)


def test_a_budget_that_does_not_fit_is_1_only_where_asked(stages: Stages, capfd: pytest.CaptureFixture[str]) -> None:
    stages.plan = replace(PLAN, budget=None)
    told = ["--workers", "4", "--replicas", "1", "--max-connections", "100"]
    assert main(["scan", *told]) == 0
    assert "120 -> 60 of 100 connections for 4 processes, 15 each" in capfd.readouterr().out
    assert main(["scan", *told, "--fail-over", "0.8"]) == 1
    assert main(["run", "-n", *told, "--fail-over", "0.8"]) == 0
    assert main(["run", "-n", *told, "--fail-over", "0.5"]) == 1


def test_a_claim_without_a_bound_never_fits(stages: Stages) -> None:
    stages.plan = replace(PLAN, databases=(replace(PLAN.databases[0], pool_before=None),), processes=())
    assert main(["scan", "--max-connections", "100000", "--fail-over", "1"]) == 1


def test_a_budget_that_does_not_fit_says_why(stages: Stages, capfd: pytest.CaptureFixture[str]) -> None:
    stages.plan = replace(PLAN, processes=())
    assert main(["scan", "--fail-over", "0.1", "--max-connections", "100"]) == 1
    err = capfd.readouterr().err
    assert re.search(r"note: .* claimed, and --fail-over 0.1 allows 10% of the 100 that the server has", err)
    assert main(["scan", "--fail-over", "1", "--max-connections", "100000"]) == 0
    assert "--fail-over" not in capfd.readouterr().err
