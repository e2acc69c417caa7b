"""Input that cannot be worked on: each a clear error with its cure, nothing changed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from git_support import TestRepository, as_unprivileged, change, change_set, make

from consolidator.errors import ConsolidateError
from consolidator.git import check_writable, commit, read_snapshot

pytest_plugins = ("git_fixtures",)
pytestmark = pytest.mark.usefixtures("own_settings")

USAGE, REFUSED, ENVIRONMENT = 2, 4, 6


def failure(path: Path | str, base: str | None = None) -> ConsolidateError:
    with pytest.raises(ConsolidateError) as caught:
        read_snapshot(str(path), base)
    assert caught.value.cure
    assert "\n" not in caught.value.message
    return caught.value


def write_failure(repository: TestRepository, branch: str = "feat/x") -> ConsolidateError:
    before = repository.checkout_state()
    with pytest.raises(ConsolidateError) as caught:
        check_writable(repository.path, branch)
    assert caught.value.cure
    assert repository.checkout_state() == before
    return caught.value


def object_file(repository: TestRepository, name: str) -> Path:
    oid = repository.line("rev-parse", name)
    return repository.root / ".git" / "objects" / oid[:2] / oid[2:]


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    error = failure(tmp_path / "nowhere")
    assert (error.exit_code, "does not exist" in error.message) == (USAGE, True)


def test_a_file_in_place_of_a_folder(repository: TestRepository) -> None:
    error = failure(repository.root / "app.py")
    assert (error.exit_code, "is not a folder" in error.message) == (USAGE, True)


@pytest.mark.parametrize("closed", ["service", "service/pkg"])
def test_a_folder_that_may_not_be_opened(public_folder: Path, closed: str) -> None:
    repository = make(public_folder / "service")
    repository.commit({"pkg/app.py": b"one = 1\n"})
    (public_folder / closed).chmod(0)
    answer = as_unprivileged(public_folder, lambda: read_snapshot(str(repository.root / "pkg")))
    assert isinstance(answer, tuple)
    assert answer[:2] == ("EnvironmentFailed", ENVIRONMENT)


def test_a_damaged_configuration_is_named(repository: TestRepository) -> None:
    (repository.root / ".git" / "config").write_text("[core\n")
    error = failure(repository.root)
    assert error.exit_code == ENVIRONMENT
    assert "bad config line 1" in error.message


def test_not_a_git_repository(tmp_path: Path) -> None:
    error = failure(tmp_path)
    assert error.exit_code == REFUSED
    assert "not inside a git repository" in error.message
    assert "git init" in error.cure


def test_no_commit_yet(tmp_path: Path) -> None:
    error = failure(make(tmp_path / "fresh").root)
    assert error.exit_code == REFUSED
    assert "no commit yet" in error.message


def test_a_bare_repository_without_a_commit(tmp_path: Path) -> None:
    error = failure(make(tmp_path / "bare.git", "--bare").root)
    assert error.exit_code == REFUSED
    assert "no commit yet" in error.message


def test_a_bare_repository_that_git_is_told_not_to_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = make(tmp_path / "bare.git", "--bare")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "safe.bareRepository")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "explicit")
    error = failure(repository.root)
    assert error.exit_code == REFUSED
    assert "git clone" in error.cure


def test_the_git_folder_itself(repository: TestRepository) -> None:
    error = failure(repository.root / ".git" / "refs")
    assert error.exit_code == REFUSED
    assert "inside a git folder" in error.message


@pytest.mark.parametrize("base", ["nosuch", "", "--all", "HEAD:app.py", "a\nb", "main^{tree}"])
def test_an_unknown_base(repository: TestRepository, base: str) -> None:
    error = failure(repository.root, base)
    assert error.exit_code == USAGE
    assert "names no commit" in error.message


def test_no_git_executable(repository: TestRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    error = failure(repository.root)
    assert error.exit_code == ENVIRONMENT
    assert "Install git" in error.cure


def test_an_owner_git_does_not_trust(repository: TestRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    # The switch of git's own test suite: works for every user alike.
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    error = failure(repository.root)
    assert error.exit_code == ENVIRONMENT
    assert f"safe.directory '{repository.root}'" in error.cure


@pytest.mark.parametrize("damage", ["missing", "corrupt", "empty"])
@pytest.mark.parametrize("name", ["HEAD:app.py", "HEAD^{tree}"])
def test_a_damaged_object(repository: TestRepository, damage: str, name: str) -> None:
    place = object_file(repository, name)
    place.chmod(0o644)
    if damage == "missing":
        place.unlink()
    else:
        place.write_bytes(b"" if damage == "empty" else b"garbage" + place.read_bytes()[7:])
    (repository.root / "app.py").write_bytes(b"edited\n")
    error = failure(repository.root)
    assert error.exit_code == ENVIRONMENT
    assert "damaged or missing" in error.message
    assert "git fsck" in error.cure


def test_a_damaged_blob_does_not_matter_where_the_checked_out_file_has_its_bytes(repository: TestRepository) -> None:
    object_file(repository, "HEAD:app.py").unlink()
    assert read_snapshot(repository.path).texts["app.py"] == b"one = 1\n"


def conflicting(repository: TestRepository) -> None:
    repository.git("switch", "-q", "-c", "side")
    repository.commit({"app.py": b"side = 1\n"})
    repository.git("switch", "-q", "main")
    repository.commit({"app.py": b"main = 1\n"})


@pytest.mark.parametrize("verb", ["merge", "rebase", "cherry-pick"])
def test_something_unfinished(repository: TestRepository, verb: str) -> None:
    conflicting(repository)
    assert subprocess.run(["git", "-C", repository.path, verb, "side"], capture_output=True).returncode == 1
    error = write_failure(repository)
    assert error.exit_code == REFUSED
    assert f"A {verb} is in progress" in error.message
    assert f"git {verb} --abort" in error.cure
    assert read_snapshot(repository.path).commit


def test_a_revert_and_a_bisect_in_progress(repository: TestRepository) -> None:
    repository.commit({"app.py": b"two = 2\n"})
    repository.commit({"app.py": b"three = 3\n"})
    subprocess.run(["git", "-C", repository.path, "revert", "HEAD~1"], capture_output=True)
    assert "A revert is in progress" in write_failure(repository).message
    repository.git("revert", "--abort")
    repository.git("bisect", "start")
    assert "A bisect is in progress" in write_failure(repository).message


def test_no_identity(repository: TestRepository, own_settings: Path) -> None:
    own_settings.write_text("[user]\n\tuseConfigOnly = true\n")
    error = write_failure(repository)
    assert error.exit_code == ENVIRONMENT
    assert "git config --global user.name" in error.cure


@pytest.mark.parametrize("branch", ["", "-x", "a b", "a..b", "HEAD", "@{-1}", "x.lock", "a\0b", "a\n", "/a", "a//b"])
def test_an_invalid_branch_name(repository: TestRepository, branch: str) -> None:
    error = write_failure(repository, branch)
    assert error.exit_code == USAGE
    assert "not a branch name" in error.message


def test_a_branch_that_exists(repository: TestRepository) -> None:
    repository.git("branch", "feat/x")
    error = write_failure(repository)
    assert error.exit_code == REFUSED
    assert "exists already" in error.message


@pytest.mark.parametrize("other", ["feat", "feat/x/y"])
def test_a_branch_that_git_cannot_store_beside_another(repository: TestRepository, other: str) -> None:
    repository.git("branch", other)
    error = write_failure(repository)
    assert error.exit_code == REFUSED
    assert f"next to the branch {other}:" in error.message


def test_detached_head_is_no_obstacle(repository: TestRepository) -> None:
    repository.git("checkout", "-q", "--detach")
    assert check_writable(repository.path, "feat/x") == "feat/x"


def read_only(folder: Path) -> TestRepository:
    repository = make(folder / "service")
    repository.commit({"app.py": b"one = 1\n"})
    for place in [repository.root / ".git", *(repository.root / ".git").rglob("*")]:
        place.chmod(0o555 if place.is_dir() else 0o444)
    return repository


def test_a_read_only_repository_is_read_but_not_written(public_folder: Path) -> None:
    repository = read_only(public_folder)
    snapshot = as_unprivileged(public_folder, lambda: len(read_snapshot(repository.path).texts))
    assert snapshot == 1
    answer = as_unprivileged(public_folder, lambda: check_writable(repository.path, "feat/x"))
    assert isinstance(answer, tuple)
    kind, code, message, cure = answer
    assert (kind, code) == ("EnvironmentFailed", ENVIRONMENT)
    assert "cannot be written" in message
    assert "clone" in cure


def test_objects_that_cannot_be_stored_end_in_an_error_without_a_branch(
    public_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = make(public_folder / "service")
    repository.commit({"app.py": b"one = 1\n"})
    # The check before writing sees nothing, the writing itself fails.
    (repository.root / ".git" / "objects" / "pack").chmod(0o555)

    def attempt() -> object:
        changes = change_set(change("app.py", b"one = 1\n", b"two = 2\n"))
        return commit(repository.path, read_snapshot(repository.path), changes, "feat/x", "m")

    answer = as_unprivileged(public_folder, attempt)
    assert isinstance(answer, tuple)
    assert answer[:2] == ("EnvironmentFailed", ENVIRONMENT)
    assert "cannot be read or written" in answer[2]
    assert not (repository.root / ".git" / "refs" / "heads" / "feat").exists()
    assert os.access(repository.root, os.R_OK)
