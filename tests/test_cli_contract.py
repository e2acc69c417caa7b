"""Exit codes, streams and documents of the command line, with the stages replaced by values."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from casework import snapshot_of
from sample_values import CHANGES, PATCH, PLAN, SECRET, SNAPSHOT, finding, with_findings

from consolidator import pipeline
from consolidator.cli import main
from consolidator.cli.grammar import COMMANDS
from consolidator.cli.own import Command
from consolidator.cli.parser import Request, parse
from consolidator.cli.terminal import Progress
from consolidator.errors import ConsolidateError, EnvironmentFailed, Refused, UsageError, VerificationFailed
from consolidator.model import Action, ChangeSet, Options, Plan
from consolidator.survey import survey

EMPTY = replace(PLAN, new_files=(), file_edits=(), findings=PLAN.findings[2:])
REVIEWED = with_findings(finding("CE301", Action.REVIEW))
Stage = Callable[..., None]


class Stages:
    """The pipeline's stages as values: what they give, and what was delivered."""

    def __init__(self) -> None:
        self.plan: Plan = PLAN
        self.error: BaseException | None = None
        self.texts: dict[str, bytes] = {}
        self.here: dict[str, bytes] | None = None
        self.branches: set[str] = set()
        self.folder = ""
        self.deliveries: list[pipeline.Delivery] = []
        self.written = 0
        self.switched: list[str] = []

    def read(self, path: str, base: str | None = None) -> Any:
        if self.error:
            raise self.error
        return replace(SNAPSHOT, texts=self.texts)

    def decide(self, *args: Any, **more: Any) -> Plan:
        return self.plan

    def propose(self, *args: Any, **more: Any) -> pipeline.Proposal:
        return pipeline.Proposal(SNAPSHOT, self.plan, ChangeSet(()) if self.plan.is_empty else CHANGES)

    def deliver(self, path: str, proposal: Any, delivery: pipeline.Delivery) -> Any:
        from consolidator.git import CommitResult

        self.deliveries.append(delivery)
        return CommitResult(delivery.branch, "f" * 40)

    def recover(self, path: str) -> tuple[str, ...]:
        return ()

    def write_out(self, path: str, proposal: Any) -> None:
        self.written += 1

    def checked_out(self, path: str, names: Any) -> dict[str, bytes]:
        return self.texts if self.here is None else self.here

    def holds(self, path: str, file: str) -> bool:
        return not Path(file).is_absolute()

    def folder_in(self, path: str) -> str:
        return self.folder

    def require_work_tree(self, path: str) -> None:
        pass

    def is_name_in_use(self, path: str, branch: str) -> bool:
        return branch in self.branches

    def check_out(self, path: str, branch: str, run_hooks: bool) -> None:
        self.switched.append(branch)


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Stages]:
    fake = Stages()
    for name in (
        "read",
        "checked_out",
        "folder_in",
        "require_work_tree",
        "holds",
        "is_name_in_use",
        "decide",
        "propose",
        "deliver",
        "write_out",
        "check_out",
        "recover",
    ):
        monkeypatch.setattr(pipeline, name, getattr(fake, name))
    monkeypatch.setattr("consolidator.patch.to_patch", lambda changes: PATCH)
    for variable in [name for name in os.environ if name.startswith("CONSOLIDATE_")]:
        monkeypatch.delenv(variable)
    monkeypatch.chdir(tmp_path)
    yield fake


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


def test_a_dry_run_prints_the_patch_alone_on_stdout(stages: Stages, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["run", "--dry-run"]) == 0
    out, err = capfdbinary.readouterr()
    assert out == PATCH and b"Nothing was written." in err and stages.deliveries == []


def test_forced_colors_leave_a_piped_patch_alone(
    stages: Stages, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    main(["run", "-n"])
    assert capfdbinary.readouterr().out == PATCH
    main(["run", "-n", "--color", "always"])
    assert b"\x1b[32m+" in capfdbinary.readouterr().out


@pytest.mark.parametrize("format", ["json", "sarif"])
@pytest.mark.parametrize("command", [["scan"], ["check"], ["run"], ["run", "-n"]])
def test_stdout_is_one_document(
    stages: Stages, capfd: pytest.CaptureFixture[str], command: list[str], format: str
) -> None:
    main([*command, "-f", format])
    assert json.loads(capfd.readouterr().out)


def test_quiet_says_nothing_beside_the_data(stages: Stages, capfd: pytest.CaptureFixture[str]) -> None:
    main(["run", "-q"])
    assert capfd.readouterr() == ("", "")


def test_files_are_written_where_asked_and_nowhere_else(stages: Stages, tmp_path: Path) -> None:
    names = ("json", "sarif", "markdown", "html", "patch")
    assert main(["run", "-n", *(word for name in names for word in ("-o", f"{name}=out.{name}"))]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"out.{name}" for name in names)
    assert (tmp_path / "out.patch").read_bytes() == PATCH
    assert json.loads((tmp_path / "out.json").read_text())["command"] == "run"


def test_a_file_that_cannot_be_written_is_6_before_anything_happens(
    stages: Stages, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "-o", "json=missing/x.json"]) == 6
    assert stages.deliveries == [] and "missing/x.json" in capfd.readouterr().err


@pytest.mark.parametrize("name", ["x" * 300, "closed/new", "link"])
def test_a_file_that_cannot_be_opened_is_found_before_anything_happens(
    stages: Stages, capfd: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    """Whoever runs the tests: a name that is too long, a folder of the system's, a link into it."""
    (tmp_path / "closed").symlink_to("/proc/self")
    (tmp_path / "link").symlink_to("/proc/self/new")
    assert main(["run", "-o", f"json={name}"]) == 6
    err = capfd.readouterr().err
    assert stages.deliveries == [] and err.startswith(f"error: cannot write {name}: ") and err.count("\n") == 1


def test_a_file_is_as_it_was_where_the_run_fails(stages: Stages, tmp_path: Path) -> None:
    stages.error = Refused("no", "do")
    (tmp_path / "old.json").write_text("old")
    assert main(["run", "-o", "json=old.json", "-o", "html=new.html"]) == 4
    assert [path.name for path in tmp_path.iterdir()] == ["old.json"] and (tmp_path / "old.json").read_text() == "old"


def test_a_disk_that_fills_up_later_hides_no_branch(stages: Stages, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "-o", "json=/dev/full"]) == 6
    err = capfd.readouterr().err
    assert len(stages.deliveries) == 1 and "No space left" in err
    assert "the branch feat/db-connection-pooling was made" in err and err.count("\n") == 1


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
        ("scan", "--pool-size --workers --fail-over --verbose", "--jobs --branch --app --dry-run"),
        ("check", "--target --client-class --output", "--jobs --pool-size --pre-ping --no-tests --health --workers"),
        ("prove", "--app --before --output --quiet", "--jobs --verbose --pool-size --dry-run"),
        ("explain", "--format --color --schema", "--jobs --output --quiet --verbose --config"),
        ("run", "--pool-size --branch --app --output --config", "--jobs --before"),
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


def test_progress_counts_once_a_stage_takes_long(capfd: pytest.CaptureFixture[str]) -> None:
    now = [0.0]
    progress = Progress(True, lambda: now[0])
    progress("surveying")
    for at in range(6):
        now[0] = at * 0.75
        progress.count(at * 1000, 5000)
    shown = capfd.readouterr().err.split("\r\x1b[2K")
    assert shown == ["", "surveying …", *(f"surveying: {at},000 of 5,000 files …" for at in (3, 4, 5))]


def test_each_stage_of_a_run_counts_what_it_does(capfd: pytest.CaptureFixture[str]) -> None:
    now = [0.0]

    def later() -> float:
        now[0] += 2.5
        return now[0]

    source = b"from sqlalchemy import create_engine\n\ndef rows():\n    return create_engine('postgresql://h/d')\n"
    main = b"from fastapi import FastAPI\nfrom a import rows\nfrom b import rows as more\napp = FastAPI()\n"
    main += b"@app.get('/')\ndef read():\n    return rows(), more()\n"
    pipeline.propose(snapshot_of({"a.py": source, "b.py": source, "main.py": main}), Options(), Progress(True, later))
    shown = capfd.readouterr().err.split("\r\x1b[2K")
    assert {"planning: 6 of 6 steps …", "verifying: 8 of 8 checks …", "verifying: 6 of 6 steps …"} <= set(shown)
    assert any(re.fullmatch(r"surveying: \d of \d files …", row) for row in shown)


def test_what_is_read_is_counted_file_by_file(stages: Stages) -> None:
    engine = b"from sqlalchemy import create_engine\nengine = create_engine('sqlite://')\n"
    ticks: list[tuple[int, int]] = []
    survey(snapshot_of({"a.py": engine, "b.py": engine}), tick=lambda done, total: ticks.append((done, total)))
    assert ticks == [(0, 2), (1, 2)]
