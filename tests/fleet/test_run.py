"""A fleet of services in folders: run, run again, run beside another run, killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from consolidator.cli import main
from consolidator.fleet.state import exclusively
from consolidator.temporary import PREFIX

from .conftest import Fleet
from .services import BRANCH, CLEAN, FILES, branches, commit, commits_on, git, service


def manifest(folder: Path, *names: str) -> str:
    (folder / "fleet.txt").write_text("".join(f"{name}\n" for name in names))
    return str(folder / "fleet.txt")


def test_each_service_has_an_outcome_of_its_own(tmp_path: Path, fleet: Fleet) -> None:
    for name in ("one", "two"):
        service(tmp_path / name)
    service(tmp_path / "clean", CLEAN)
    service(tmp_path / "taken")
    git(tmp_path / "taken", "branch", BRANCH)
    code, document = fleet("run", manifest(tmp_path, "one", "two", "clean", "taken", "missing"))
    found = document["by_name"]
    outcomes = {name: each["outcome"] for name, each in found.items()}
    assert outcomes == {
        "one": "changed", "two": "changed", "clean": "nothing", "taken": "refused", "missing": "failed"
    }  # fmt: skip
    assert code == 6 and document["outcome"] == "failed"
    assert [commits_on(tmp_path / name) for name in ("one", "two", "clean", "taken")] == [1, 1, 0, 0]
    assert found["one"]["commit"] == git(tmp_path / "one", "rev-parse", BRANCH)
    assert (found["one"]["engines_before"], found["one"]["engines_after"]) == (None, 1)
    assert found["taken"]["error"]["code"] == "refused" and found["missing"]["error"]["cure"]


def test_what_is_only_told_besides_leaves_nothing_undone(tmp_path: Path, fleet: Fleet) -> None:
    literal = 'DATABASE_URL = "postgresql://app:hunter2@db.example.net/x"\n'
    service(tmp_path / "one", {**FILES, "src/config.py": literal})
    code, document = fleet("run", manifest(tmp_path, "one"))
    assert code == 0 and document["by_name"]["one"]["outcome"] == "changed"


def test_what_is_done_is_not_done_again_until_its_base_moves(tmp_path: Path, fleet: Fleet) -> None:
    for name in ("one", "two"):
        service(tmp_path / name)
    place = manifest(tmp_path, "one", "two")
    _, first = fleet("run", place)
    _, second = fleet("run", place)
    assert second["services"] == first["services"]
    commit(tmp_path / "two", {"README": "moved\n"})
    _, third = fleet("run", place)
    assert third["by_name"]["one"] == first["by_name"]["one"]
    moved = third["by_name"]["two"]
    assert moved["commit"] != first["by_name"]["two"]["commit"] and moved["outcome"] == "changed"
    assert branches(tmp_path / "two") == [BRANCH, "main"] and commits_on(tmp_path / "two") == 1


def test_somebody_elses_commit_on_the_branch_is_never_replaced(tmp_path: Path, fleet: Fleet) -> None:
    service(tmp_path / "one")
    place = manifest(tmp_path, "one")
    fleet("run", place)
    git(tmp_path / "one", "switch", "-q", BRANCH)
    theirs = commit(tmp_path / "one", {"NOTES": "by hand\n"})
    git(tmp_path / "one", "switch", "-q", "main")
    commit(tmp_path / "one", {"README": "moved\n"})
    code, document = fleet("run", place)
    assert code == 4 and document["by_name"]["one"]["outcome"] == "refused"
    assert git(tmp_path / "one", "rev-parse", BRANCH) == theirs


def test_a_commit_that_was_made_but_not_noted_is_adopted(tmp_path: Path, fleet: Fleet) -> None:
    service(tmp_path / "one")
    assert main(["run", str(tmp_path / "one"), "-q"]) == 0
    made = git(tmp_path / "one", "rev-parse", BRANCH)
    code, document = fleet("run", manifest(tmp_path, "one"))
    assert code == 0 and document["by_name"]["one"]["commit"] == made
    assert branches(tmp_path / "one") == [BRANCH, "main"]


def test_a_plan_writes_no_branch_and_is_carried_out_later(tmp_path: Path, fleet: Fleet) -> None:
    service(tmp_path / "one")
    place = manifest(tmp_path, "one")
    code, document = fleet("run", place, "-n")
    planned = document["by_name"]["one"]
    assert code == 0 and (planned["stage"], planned["outcome"]) == ("planned", "changed")
    assert branches(tmp_path / "one") == ["main"]
    assert fleet("run", place, "-n", "--exit-code")[0] == 1
    done = fleet("run", place)[1]["by_name"]["one"]
    assert done["stage"] == "committed" and commits_on(tmp_path / "one") == 1
    assert fleet("run", place, "-n")[1]["by_name"]["one"] == done


def test_options_that_change_are_carried_out_in_place(tmp_path: Path, fleet: Fleet) -> None:
    service(tmp_path / "one")
    place = manifest(tmp_path, "one")
    first = fleet("run", place)[1]["by_name"]["one"]["commit"]
    found = fleet("run", place, "--pool-size", "9", "--workers", "3", "--replicas", "2")[1]["by_name"]["one"]
    second = found["commit"]
    assert found["processes"] == 6 and second != first and branches(tmp_path / "one") == [BRANCH, "main"]
    assert "9" in git(tmp_path / "one", "show", f"{BRANCH}:src/db.py")


def test_what_was_merged_is_told_and_left_alone(tmp_path: Path, fleet: Fleet) -> None:
    service(tmp_path / "one")
    place = manifest(tmp_path, "one")
    first = fleet("run", place)[1]["by_name"]["one"]
    git(tmp_path / "one", "merge", "-q", "--ff-only", BRANCH)
    git(tmp_path / "one", "branch", "-d", BRANCH)
    for _ in range(2):
        merged = fleet("run", place)[1]["by_name"]["one"]
        assert (merged["stage"], merged["outcome"]) == ("merged", "changed")
        assert merged["commit"] == first["commit"] and branches(tmp_path / "one") == ["main"]


def test_variables_go_between_flags_and_manifest_and_never_touch_a_work_tree(
    tmp_path: Path, fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    service(tmp_path / "one")
    (tmp_path / "fleet.toml").write_text('[[service]]\nsource = "one"\npool-size = 7\nmax-overflow = 8\n')
    for name, value in (("POOL_SIZE", "11"), ("POOL_TIMEOUT", "12"), ("NO_COMMIT", "1"), ("SWITCH", "1")):
        monkeypatch.setenv(f"CONSOLIDATE_{name}", value)
    assert fleet("run", "fleet.toml", "--pool-timeout", "13")[0] == 0
    text = git(tmp_path / "one", "show", f"{BRANCH}:src/db.py")
    assert "11" in text and "13" in text and "8" in text
    assert (
        git(tmp_path / "one", "status", "--porcelain") == ""
        and git(tmp_path / "one", "branch", "--show-current") == "main"
    )
    monkeypatch.setenv("CONSOLIDATE_POOL_SISE", "1")
    assert fleet("run", "fleet.toml")[1]["error"]["cure"] == "did you mean CONSOLIDATE_POOL_SIZE?"


def test_only_takes_outcomes_and_names(tmp_path: Path, fleet: Fleet) -> None:
    for name in ("one", "two"):
        service(tmp_path / name)
    place = manifest(tmp_path, "one", "two", "missing")
    assert fleet("run", place, "--only", "two")[0] == 0
    assert branches(tmp_path / "one") == ["main"] and commits_on(tmp_path / "two") == 1
    fleet("run", place)
    service(tmp_path / "missing")
    code, document = fleet("retry", place)
    assert code == 0 and document["by_name"]["missing"]["outcome"] == "changed"
    assert fleet("run", place, "--only", "faild")[1]["error"]["cure"] == "did you mean failed?"


def test_a_canary_that_fails_keeps_the_rest_from_being_touched(tmp_path: Path, fleet: Fleet) -> None:
    service(tmp_path / "one")
    place = manifest(tmp_path, "missing", "one")
    code, document = fleet("run", place, "--canary", "1")
    assert code == 6 and document["by_name"]["one"]["outcome"] is None and branches(tmp_path / "one") == ["main"]
    service(tmp_path / "missing", CLEAN)
    assert fleet("run", place, "--canary", "1")[0] == 0 and commits_on(tmp_path / "one") == 1


def test_limit_leaves_the_rest_waiting(tmp_path: Path, fleet: Fleet) -> None:
    for name in ("one", "two"):
        service(tmp_path / name)
    _, document = fleet("run", manifest(tmp_path, "one", "two"), "--limit", "1")
    assert document["counts"] == {"changed": 1, "waiting": 1} and branches(tmp_path / "two") == ["main"]


def test_the_services_of_one_repository_get_a_branch_each(tmp_path: Path, fleet: Fleet) -> None:
    mono = {f"{part}/{name}": text for part in ("billing", "shop") for name, text in FILES.items()}
    service(tmp_path / "mono", mono)
    (tmp_path / "fleet.toml").write_text(
        "".join(f'[[service]]\nsource = "mono"\npath = "{part}"\n' for part in ("billing", "shop"))
    )
    fleet("run", str(tmp_path / "fleet.toml"))
    assert set(branches(tmp_path / "mono")) == {"main", f"{BRANCH}-billing", f"{BRANCH}-shop"}


def test_two_runs_on_one_state_refuse_each_other(tmp_path: Path, fleet: Fleet) -> None:
    service(tmp_path / "one")
    place = manifest(tmp_path, "one")
    with exclusively(Path(f"{place}.state")):
        code, document = fleet("run", place)
    assert code == 4 and "another run" in document["error"]["message"] and branches(tmp_path / "one") == ["main"]
    assert fleet("run", place)[0] == 0


def test_a_file_that_is_no_state_is_left_alone(tmp_path: Path, fleet: Fleet) -> None:
    service(tmp_path / "one")
    (tmp_path / "notes").write_text("mine\n" * 400)
    assert fleet("run", manifest(tmp_path, "one"), "--state", "notes")[0] == 2
    assert (tmp_path / "notes").read_text() == "mine\n" * 400


def test_a_fleet_without_a_file_needs_a_place_for_its_state(tmp_path: Path, fleet: Fleet) -> None:
    service(tmp_path / "top" / "one")
    code, document = fleet("run", "--discover", "top")
    assert code == 2 and "--state" in document["error"]["cure"]
    assert fleet("run", "--discover", "top", "--state", "fleet.state")[0] == 0 and commits_on(tmp_path / "top/one") == 1


def test_a_service_that_takes_too_long_is_ended_and_the_rest_goes_on(tmp_path: Path, fleet: Fleet) -> None:
    service(tmp_path / "one")
    service(tmp_path / "slow")
    (tmp_path / "fleet.toml").write_text(
        '[[service]]\nsource = "slow"\ntest-command = "sleep 600"\ntimeout = 4\n[[service]]\nsource = "one"\n'
    )
    code, document = fleet("run", "fleet.toml")
    assert code == 6 and "4 seconds" in document["by_name"]["slow"]["error"]["message"]
    assert document["by_name"]["one"]["outcome"] == "changed" and branches(tmp_path / "slow") == ["main"]
    assert worktrees(tmp_path / "slow") == [str(tmp_path / "slow")]


def worktrees(folder: Path) -> list[str]:
    """The folders of all work trees that a repository knows of."""
    lines = git(folder, "worktree", "list", "--porcelain").splitlines()
    return [line.removeprefix("worktree ") for line in lines if line.startswith("worktree ")]


def test_what_a_killed_run_left_in_a_service_goes_with_the_next(tmp_path: Path, fleet: Fleet) -> None:
    service(tmp_path / "one")
    left = tmp_path / f"{PREFIX}worktree-0123456789ab"
    git(tmp_path / "one", "worktree", "add", "-q", "--detach", str(left / "one"))
    place = manifest(tmp_path, "one")
    assert fleet("run", place, "--dry-run")[0] == 0 and len(worktrees(tmp_path / "one")) == 2
    assert fleet("run", place)[0] == 0
    assert worktrees(tmp_path / "one") == [str(tmp_path / "one")] and not left.exists()


def started(place: str) -> subprocess.Popen[str]:
    """A run of the fleet in a process of its own, at the moment when its first service is committed."""
    run = subprocess.Popen(
        [sys.executable, "-m", "consolidator", "fleet", "run", place, "-j", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert run.stderr is not None and "changed" in run.stderr.readline()
    return run


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_ended_in_the_middle_and_resumed_makes_one_commit_each(
    tmp_path: Path, fleet: Fleet, number: signal.Signals
) -> None:
    names = [f"service{number}" for number in range(6)]
    for name in names:
        service(tmp_path / name)
    place = manifest(tmp_path, *names)
    run = started(place)
    run.send_signal(number)
    _, said = run.communicate()
    assert run.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143}.get(number, -number)
    assert "Traceback" not in said
    _, stopped = fleet("status", place)
    assert 1 <= stopped["counts"]["changed"] < 6
    code, document = fleet("run", place)
    assert code == 0 and document["counts"] == {"changed": 6}
    for name in names:
        assert branches(tmp_path / name) == [BRANCH, "main"] and commits_on(tmp_path / name) == 1
        assert document["by_name"][name]["commit"] == git(tmp_path / name, "rev-parse", BRANCH)


def test_json_lines_come_one_by_one(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    service(tmp_path / "one", CLEAN)
    assert main(["fleet", "run", manifest(tmp_path, "one"), "-f", "jsonl"]) == 0
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [each["type"] for each in lines] == ["service", "fleet"] and lines[0]["outcome"] == "nothing"


def test_decisions_travel_with_the_manifest(tmp_path: Path, fleet: Fleet, capfd: pytest.CaptureFixture[str]) -> None:
    source = service(tmp_path / "one")
    found = json.loads(_scanned(source, capfd))
    rows = [each for each in found["findings"] if each["action"] == "consolidated"]
    named = [{key: row[key] for key in ("fingerprint", "code", "path", "symbol")} for row in rows]
    words = {"src/orders.py": "leave", "src/users.py": "share"}
    said = [{"decision": words[row["path"]], **row} for row in named]
    (tmp_path / "said.json").write_text(json.dumps({"schema_version": "1", "decisions": said}))
    manifest = tmp_path / "fleet.toml"
    manifest.write_text('[[service]]\nname = "one"\nsource = "one"\ndecisions = "said.json"\n')
    assert fleet("run", str(manifest))[0] == 0
    changed = git(source, "diff", "--name-only", f"main...{BRANCH}").split()
    assert "src/users.py" in changed and "src/orders.py" not in changed
    manifest.write_text('[[service]]\nname = "one"\nsource = "one"\ndecisions = "nowhere.json"\n')
    code, document = fleet("run", str(manifest))
    assert code == 6 and "nowhere.json" in document["error"]["message"]


def _scanned(source: Path, capfd: pytest.CaptureFixture[str]) -> str:
    assert main(["scan", str(source), "-f", "json"]) == 0
    return capfd.readouterr().out
