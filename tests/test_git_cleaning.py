"""`git gc --prune=now` beside a run takes nothing away from the commit that the run reports."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from git_support import TestRepository, change, change_set

from consolidator.errors import EnvironmentFailed
from consolidator.git import commit, read_snapshot, recover, runner
from consolidator.git.command import Output
from consolidator.git.repository import Repository

pytest_plugins = ("git_fixtures",)
pytestmark = pytest.mark.usefixtures("own_settings")

EDIT = change_set(change("app.py", b"one = 1\n", b"two = 2\n"), change("src/new/db.py", None, b"engine\n"))


def run(repository: TestRepository) -> str:
    return commit(repository.path, read_snapshot(repository.path), EDIT, "feat/x", "m").commit


def cleaned_at_every_step(repository: TestRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = runner.launch

    def launch(where: Repository, words: list[str], env: Mapping[str, str], stdin: bytes = b"") -> Output:
        try:
            return whole(where, words, env, stdin)
        finally:
            repository.git("gc", "--quiet", "--prune=now")

    for module in ("runner", "committing", "quarantine", "hooks"):
        monkeypatch.setattr(f"consolidator.git.{module}.launch", launch)


@pytest.mark.parametrize("hooked", [False, True])
def test_a_clean_up_at_every_step_takes_nothing(
    repository: TestRepository, monkeypatch: pytest.MonkeyPatch, hooked: bool
) -> None:
    if hooked:
        repository.hook("pre-commit", "echo x >> app.py && git add app.py && git gc -q --prune=now")
    cleaned_at_every_step(repository, monkeypatch)
    new = run(repository)
    repository.git("gc", "--quiet", "--prune=now")
    assert repository.line("fsck", "--full", "--strict") == ""
    assert repository.line("rev-parse", "feat/x") == new
    assert repository.files_of("feat/x")["src/new/db.py"] == b"engine\n"
    assert keeps(repository) == []


def test_objects_that_were_there_and_vanish_are_made_anew(
    repository: TestRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unreachable blob of the same content is not stored twice, and goes with the next clean-up."""
    repository.git("hash-object", "-w", "--stdin", stdin=b"engine\n")
    cleaned_at_every_step(repository, monkeypatch)
    run(repository)
    assert repository.line("fsck", "--full", "--strict") == ""


def test_objects_that_never_stay_are_an_error_without_a_branch(
    repository: TestRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = runner.launch

    def launch(where: Repository, words: list[str], env: Mapping[str, str], stdin: bytes = b"") -> Output:
        lost = "pack-objects" in words
        return whole(where, words, env, b"0" * 40 if lost else stdin)

    monkeypatch.setattr("consolidator.git.quarantine.launch", launch)
    with pytest.raises(EnvironmentFailed):
        run(repository)
    assert repository.leftovers() == []


@pytest.mark.parametrize(("said", "goes_on"), [("No such file or directory", True), ("No space left on device", False)])
def test_a_pack_that_goes_while_it_is_written_is_written_anew(
    repository: TestRepository, monkeypatch: pytest.MonkeyPatch, said: str, goes_on: bool
) -> None:
    whole, tried = runner.launch, []

    def launch(where: Repository, words: list[str], env: Mapping[str, str], stdin: bytes = b"") -> Output:
        if "index-pack" in words:
            tried.append(words)
            if len(tried) == 1:
                return Output(128, b"", f"error: unable to write file .git/objects/pack/pack-1.pack: {said}\n")
        return whole(where, words, env, stdin)

    monkeypatch.setattr("consolidator.git.quarantine.launch", launch)
    if goes_on:
        run(repository)
    else:
        with pytest.raises(EnvironmentFailed):
            run(repository)
    assert len(tried) == 1 + goes_on
    assert repository.leftovers() == ["refs/heads/feat/x"] * goes_on


def test_a_clean_up_that_knew_a_pack_of_the_same_commit_takes_nothing(
    repository: TestRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made again within a second a commit is the same; a clean-up removes the first pack, by name."""
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z")
    first = run(repository)
    seen = packs(repository)
    again = commit(repository.path, read_snapshot(repository.path), EDIT, "feat/y", "m").commit
    assert again == first
    for pack in seen:
        for place in (repository.root / ".git" / "objects" / "pack").glob(f"{pack}.*"):
            place.unlink()
    assert packs(repository)
    assert repository.line("fsck", "--full", "--strict", "--no-dangling") == ""


def test_what_fails_leaves_no_object_in_the_repository(repository: TestRepository) -> None:
    before = repository.line("count-objects", "-v")
    repository.git("config", "gpg.program", "false")
    with pytest.raises(EnvironmentFailed):
        commit(repository.path, read_snapshot(repository.path), EDIT, "feat/x", "m", sign=True)
    assert repository.line("count-objects", "-v") == before


def test_a_path_with_the_sign_that_parts_paths(repository: TestRepository, tmp_path: Path) -> None:
    odd = tmp_path / 'a:b "c"\\n'
    repository.root.rename(odd)
    run(TestRepository(odd))
    assert TestRepository(odd).line("fsck", "--full", "--strict") == ""


def test_the_next_run_releases_what_a_killed_one_kept(repository: TestRepository, temporary: Path) -> None:
    """And nothing of a living run, or of somebody else."""
    script = (
        "import os, signal, sys\nfrom consolidator.git.quarantine import quarantine\n"
        "from consolidator.git.repository import locate\n"
        "with quarantine(locate(sys.argv[1])) as store:\n"
        "    store.keep('HEAD^{tree}', sys.argv[2])\n    print(flush=True)\n"
        "    sys.stdin.readline()\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    repository.commit({"app.py": b"two = 2\n"})
    (repository.root / ".git/objects/pack/pack-x.keep").write_text("mine\n")
    command = [sys.executable, "-c", script, repository.path, repository.line("rev-parse", "HEAD~1")]
    root, pipe = Path(__file__).parents[1], subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=root) as other:
        assert other.stdout is not None and other.stdout.readline() == b"\n"
        recover(repository.path)
        assert len(keeps(repository)) == 2
        other.communicate(b"\n")
    recover(repository.path)
    assert keeps(repository) == ["pack-x.keep"]


def packs(repository: TestRepository) -> set[str]:
    return {place.stem for place in (repository.root / ".git" / "objects" / "pack").glob("*.pack")}


def keeps(repository: TestRepository) -> list[str]:
    return sorted(path.name for path in (repository.root / ".git" / "objects" / "pack").glob("*.keep"))
