"""Services on a server: cloned, pushed, proposed, each once however often it is tried."""

from __future__ import annotations

import json
import os
import shlex
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consolidator.fleet.sources import is_url

from .conftest import Fleet
from .services import BRANCH, bare, branches, commit, commits_on, git, service

Calls = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def forge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Put a `gh` and a `glab` on the path; gives the calls that they got."""
    place, programs = tmp_path / "forge", tmp_path / "programs"
    for each in (place, programs):
        each.mkdir()
    for name in ("gh", "glab"):
        script = programs / name
        words = shlex.join([sys.executable, str(Path(__file__).with_name("forge.py"))])
        script.write_text(f'#!/bin/sh\nFAKE_NAME={name} exec {words} "$@"\n')
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("FAKE_FORGE", str(place))
    log = place / "calls.jsonl"
    return lambda: [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


def manifest(folder: Path, *urls: str, more: str = "") -> str:
    tables = "".join(f'[[service]]\nsource = "{url}"\n' for url in urls)
    (folder / "fleet.toml").write_text(f'[defaults]\nforge = "github"\n{more}\n{tables}')
    return str(folder / "fleet.toml")


def push_as_somebody(tmp_path: Path, url: str, branch: str, start: str = "main") -> str:
    """A commit of somebody else on a branch of the server."""
    work = tmp_path / f"theirs-{len(list(tmp_path.iterdir()))}"
    git(tmp_path, "clone", "-q", url, str(work))
    git(work, "switch", "-q", "-C", branch, f"origin/{start}")
    made = commit(work, {"THEIRS": f"by hand in {work.name}\n"})
    git(work, "push", "-q", "origin", f"HEAD:refs/heads/{branch}")
    return made


def test_a_clone_is_shallow_kept_and_runs_no_hook(tmp_path: Path, fleet: Fleet, home: Path) -> None:
    hooks = home / "hooks"
    hooks.mkdir()
    for name in ("post-checkout", "pre-commit", "post-commit", "pre-push", "reference-transaction", "commit-msg"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {tmp_path / 'ran'}\n")
        (hooks / name).chmod(0o755)
    with (home / ".gitconfig").open("a") as config:
        config.write(f"[core]\n\thooksPath = {hooks}\n[init]\n\ttemplateDir = {hooks.parent}\n")
    url = bare(tmp_path / "one.git")
    git(tmp_path / "one.git", "config", "core.hooksPath", os.devnull)
    (tmp_path / "ran").unlink(missing_ok=True)
    place = manifest(tmp_path, url)
    assert fleet("run", place, "--push")[0] == 0
    (clone,) = [each for each in (home / "cache" / "consolidate" / "clones").iterdir() if each.is_dir()]
    assert git(clone, "rev-parse", "--is-shallow-repository") == "true"
    assert git(clone, "config", "remote.origin.promisor") == "true"
    assert not (tmp_path / "ran").exists() and not [each for each in clone.iterdir() if each.name != ".git"]
    made = clone.stat().st_ino
    assert fleet("run", place, "--push")[0] == 0 and clone.stat().st_ino == made


def test_a_large_file_is_left_on_the_server(tmp_path: Path, fleet: Fleet, home: Path) -> None:
    url = bare(tmp_path / "one.git")
    push_large(tmp_path, url)
    code, document = fleet("run", manifest(tmp_path, url), "--push")
    assert code == 0 and document["by_name"]["one"]["stage"] == "pushed"
    clones = home / "cache" / "consolidate" / "clones"
    assert sum(each.stat().st_size for each in clones.rglob("*") if each.is_file()) < 1_000_000
    assert commits_on(tmp_path / "one.git") == 1


def test_a_lock_that_a_killed_run_left_in_a_clone_is_no_obstacle(tmp_path: Path, fleet: Fleet, home: Path) -> None:
    url = bare(tmp_path / "one.git")
    place = manifest(tmp_path, url)
    fleet("run", place)
    (clone,) = [each for each in (home / "cache" / "consolidate" / "clones").iterdir() if each.is_dir()]
    (clone / ".git" / "shallow.lock").touch()
    push_as_somebody(tmp_path, url, "main")
    code, document = fleet("run", place, "--push")
    assert code == 0 and document["by_name"]["one"]["stage"] == "pushed"


def push_large(tmp_path: Path, url: str) -> None:
    work = tmp_path / "large"
    git(tmp_path, "clone", "-q", url, str(work))
    (work / "movie.bin").write_bytes(os.urandom(4_000_000))
    commit(work, {"README": "large\n"})
    git(work, "push", "-q", "origin", "HEAD:main")


def test_pushed_once_and_replaced_only_while_it_is_ours(tmp_path: Path, fleet: Fleet) -> None:
    server = tmp_path / "one.git"
    url = bare(server)
    place = manifest(tmp_path, url)
    first = fleet("run", place, "--push")[1]["by_name"]["one"]
    assert first["stage"] == "pushed" and git(server, "rev-parse", BRANCH) == first["commit"]
    assert fleet("run", place, "--push")[1]["by_name"]["one"] == first
    push_as_somebody(tmp_path, url, "main")
    moved = fleet("run", place, "--push")[1]["by_name"]["one"]
    assert moved["commit"] != first["commit"] and git(server, "rev-parse", BRANCH) == moved["commit"]
    theirs = push_as_somebody(tmp_path, url, BRANCH, BRANCH)
    push_as_somebody(tmp_path, url, "main")
    kept = fleet("run", place, "--push")[1]["by_name"]["one"]
    assert git(server, "rev-parse", BRANCH) == theirs and kept["branch"] == f"{BRANCH}-2"
    assert commits_on(server, f"{BRANCH}-2") == 1


def test_somebody_elses_branch_of_that_name_stays(tmp_path: Path, fleet: Fleet) -> None:
    url = bare(tmp_path / "one.git")
    theirs = push_as_somebody(tmp_path, url, BRANCH)
    found = fleet("run", manifest(tmp_path, url), "--push")[1]["by_name"]["one"]
    assert git(tmp_path / "one.git", "rev-parse", BRANCH) == theirs and found["branch"] == f"{BRANCH}-2"


def test_an_equal_branch_from_another_machine_is_adopted(tmp_path: Path, fleet: Fleet) -> None:
    url = bare(tmp_path / "one.git")
    place = manifest(tmp_path, url)
    first = fleet("run", place, "--push", "--cache", "here")[1]["by_name"]["one"]
    git(tmp_path, "config", "--global", "user.name", "Grace Hopper")
    second = fleet("run", place, "--push", "--cache", "there", "--state", "other")[1]["by_name"]["one"]
    assert branches(tmp_path / "one.git") == [BRANCH, "main"] and second["commit"] == first["commit"]


def test_a_folder_is_pushed_to_its_own_remote(tmp_path: Path, fleet: Fleet) -> None:
    url = bare(tmp_path / "one.git")
    git(tmp_path, "clone", "-q", url, "mine")
    service(tmp_path / "alone")
    (tmp_path / "fleet.txt").write_text("mine\nalone\n")
    code, document = fleet("run", "fleet.txt", "--push")
    assert code == 6 and document["by_name"]["mine"]["stage"] == "pushed"
    alone = document["by_name"]["alone"]
    assert (alone["outcome"], alone["stage"]) == ("failed", "committed") and "origin" in alone["error"]["message"]
    assert commits_on(tmp_path / "one.git") == 1 and commits_on(tmp_path / "alone") == 1


def test_a_server_that_cannot_be_reached_fails_alone(tmp_path: Path, fleet: Fleet) -> None:
    url = bare(tmp_path / "one.git")
    gone = f"file://{tmp_path}/gone.git"
    code, document = fleet("run", manifest(tmp_path, url, gone))
    assert code == 6 and document["by_name"]["one"]["outcome"] == "changed"
    assert document["by_name"]["gone"]["error"]["code"] == "environment"
    assert (
        fleet("run", manifest(tmp_path, url, more='base = "nowhere"'))[1]["by_name"]["one"]["error"]["code"] == "usage"
    )


def test_credentials_are_neither_shown_nor_kept(tmp_path: Path, fleet: Fleet, home: Path) -> None:
    place = manifest(tmp_path, "https://robot:hunter2@localhost:9/acme/one.git")
    code, document = fleet("run", place)
    assert code == 6 and "hunter2" not in json.dumps(document)
    for each in [*(home / "cache").rglob("*"), *tmp_path.glob("fleet.toml.state*")]:
        assert not each.is_file() or b"hunter2" not in each.read_bytes(), each


def test_requests_are_made_once_with_the_evidence(tmp_path: Path, fleet: Fleet, forge: Calls) -> None:
    urls = [bare(tmp_path / "acme" / f"{name}.git") for name in ("one", "two")]
    place = manifest(tmp_path, *urls, more='labels = ["database"]\nreviewers = ["ada", "acme/core"]')
    code, document = fleet("run", place, "--pr", "--pause", "0", "--label", "pooling")
    assert code == 0 and [each["stage"] for each in document["services"]] == ["proposed", "proposed"]
    opened = [each for each in forge() if each["method"] == "POST" and each["path"].endswith("/pulls")]
    assert [each["path"] for each in opened] == ["repos/acme/one/pulls", "repos/acme/two/pulls"]
    values = opened[0]["values"]
    assert (values["head"], values["base"], values["draft"]) == (BRANCH, "main", True)
    assert "src/orders.py" in values["body"] and values["title"]
    said = {each["path"].rpartition("/")[2]: each["values"] for each in forge() if each["method"] == "POST"}
    assert said["labels"] == {"labels": ["pooling", "database"]}
    assert said["requested_reviewers"] == {"reviewers": ["ada"], "team_reviewers": ["core"]}
    before = len(forge())
    assert fleet("run", place, "--pr", "--pause", "0")[0] == 0 and len(forge()) == before


def test_a_request_that_was_made_but_not_noted_is_adopted(tmp_path: Path, fleet: Fleet, forge: Calls) -> None:
    place = manifest(tmp_path, bare(tmp_path / "acme" / "one.git"))
    first = fleet("run", place, "--pr", "--pause", "0")[1]["by_name"]["one"]
    again = fleet("run", place, "--pr", "--pause", "0", "--state", "other")[1]["by_name"]["one"]
    assert again["pull_request"] == first["pull_request"] == "https://forge.example.org/acme/one/1"
    assert [each["method"] for each in forge()].count("POST") == 1


def test_a_request_is_brought_up_to_date_in_place(tmp_path: Path, fleet: Fleet, forge: Calls) -> None:
    url = bare(tmp_path / "acme" / "one.git")
    place = manifest(tmp_path, url)
    fleet("run", place, "--pr", "--pause", "0")
    push_as_somebody(tmp_path, url, "main")
    assert fleet("run", place, "--pr", "--pause", "0")[1]["by_name"]["one"]["stage"] == "proposed"
    assert [each["method"] for each in forge()].count("POST") == 1 and forge()[-1]["method"] == "PATCH"


def test_gitlab_gets_merge_requests(tmp_path: Path, fleet: Fleet, forge: Calls) -> None:
    place = manifest(tmp_path, bare(tmp_path / "acme" / "one.git"), more='reviewers = ["ada"]')
    Path(place).write_text(Path(place).read_text().replace('"github"', '"gitlab"'))
    assert fleet("run", place, "--pr", "--no-draft", "--pause", "0")[0] == 0
    (made,) = [each for each in forge() if each["method"] == "POST"]
    assert made["program"] == "glab" and made["path"].startswith("projects/") and "%2F" in made["path"]
    assert made["values"]["reviewer_ids"] == [7] and not made["values"]["title"].startswith("Draft")


def test_only_so_many_are_open_at_a_time(tmp_path: Path, fleet: Fleet, forge: Calls) -> None:
    place = manifest(tmp_path, *(bare(tmp_path / "acme" / f"{name}.git") for name in ("one", "two")))
    words = ("run", place, "--pr", "--pause", "0", "--max-open", "1")
    assert [each["stage"] for each in fleet(*words)[1]["services"]] == ["proposed", "pushed"]
    assert [each["stage"] for each in fleet(*words)[1]["services"]] == ["proposed", "pushed"]
    merge(tmp_path)
    assert [each["stage"] for each in fleet(*words)[1]["services"]] == ["merged", "proposed"]


def merge(tmp_path: Path) -> None:
    """Merge the first request on the forge."""
    store = tmp_path / "forge" / "requests.json"
    requests = json.loads(store.read_text())
    requests[0].update(state="closed", merged_at="2026-01-01")
    store.write_text(json.dumps(requests))


def test_a_limit_is_waited_for_as_long_as_the_forge_says(tmp_path: Path, fleet: Fleet, forge: Calls) -> None:
    place = manifest(tmp_path, bare(tmp_path / "acme" / "one.git"))
    refusal = [403, "You have exceeded a secondary rate limit", "Retry-After: 1"]
    (tmp_path / "forge" / "refuse.json").write_text(json.dumps(refusal))
    assert fleet("run", place, "--pr", "--pause", "0")[1]["by_name"]["one"]["stage"] == "proposed"
    assert [each["method"] for each in forge()].count("POST") == 2


def test_a_request_that_is_refused_fails_that_service_and_is_tried_again(
    tmp_path: Path, fleet: Fleet, forge: Calls
) -> None:
    place = manifest(tmp_path, *(bare(tmp_path / "acme" / f"{name}.git") for name in ("one", "two")))
    (tmp_path / "forge" / "refuse.json").write_text(json.dumps([422, "Draft pull requests are not supported"]))
    code, document = fleet("run", place, "--pr", "--pause", "0")
    one, two = document["services"]
    assert code == 6 and (one["outcome"], one["stage"], two["stage"]) == ("failed", "pushed", "proposed")
    assert "Draft pull requests" in one["error"]["message"]
    code, document = fleet("retry", place, "--pr", "--pause", "0")
    assert code == 0 and document["by_name"]["one"]["stage"] == "proposed"
    assert commits_on(tmp_path / "acme" / "one.git") == 1


def test_refresh_asks_what_became_of_them(
    tmp_path: Path, fleet: Fleet, forge: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = [bare(tmp_path / "acme" / f"{name}.git") for name in ("one", "two")]
    place = manifest(tmp_path, *urls)
    fleet("run", place, "--pr", "--pause", "0")
    monkeypatch.setenv("FAKE_CHECKS", '[{"status": "completed", "conclusion": "failure"}]')
    merge(tmp_path)
    one, two = fleet("status", place, "--refresh")[1]["services"]
    assert (one["stage"], one["pull_request_state"]) == ("merged", "merged")
    assert (two["stage"], two["checks"]) == ("proposed", "failing")
    assert fleet("status", place)[1]["services"] == [one, two]
    push_as_somebody(tmp_path, urls[1], "main")
    assert fleet("run", place, "--push")[1]["by_name"]["two"]["checks"] is None


def test_a_request_of_a_branch_that_was_left_is_not_that_of_the_next(
    tmp_path: Path, fleet: Fleet, forge: Calls
) -> None:
    url = bare(tmp_path / "acme" / "one.git")
    place = manifest(tmp_path, url)
    fleet("run", place, "--pr", "--pause", "0")
    push_as_somebody(tmp_path, url, BRANCH, BRANCH)
    push_as_somebody(tmp_path, url, "main")
    moved = fleet("run", place, "--push")[1]["by_name"]["one"]
    assert (moved["branch"], moved["stage"], moved["pull_request"]) == (f"{BRANCH}-2", "pushed", None)
    assert fleet("run", place, "--pr", "--pause", "0")[1]["by_name"]["one"]["pull_request"].endswith("/2")


def test_without_a_program_commands_and_bodies_are_left(tmp_path: Path, fleet: Fleet) -> None:
    programs = tmp_path / "git-only"
    programs.mkdir()
    (programs / "git").symlink_to(subprocess.run(["which", "git"], capture_output=True, text=True).stdout.strip())
    place = manifest(tmp_path, bare(tmp_path / "acme" / "one.git"))
    before = os.environ["PATH"]
    os.environ["PATH"] = str(programs)
    try:
        assert fleet("run", place, "--pr")[0] == 0
    finally:
        os.environ["PATH"] = before
    folder = Path(f"{place}.state.requests")
    words = shlex.split((folder / "commands.sh").read_text().splitlines()[-1])
    assert words[:3] == ["gh", "pr", "create"] and words[words.index("--body-file") + 1] == "one.md"
    assert "src/orders.py" in (folder / "one.md").read_text()


def test_a_plan_pushes_and_proposes_nothing(tmp_path: Path, fleet: Fleet, forge: Calls) -> None:
    place = manifest(tmp_path, bare(tmp_path / "acme" / "one.git"))
    assert fleet("run", place, "--pr", "-n")[0] == 0
    assert forge() == [] and branches(tmp_path / "acme" / "one.git") == ["main"]


def test_a_windows_folder_or_a_colon_in_a_path_is_no_url() -> None:
    assert not is_url("./a:b") and not is_url("/srv/a:b") and is_url("host:a")
