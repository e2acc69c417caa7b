"""Commit hooks of the repository: run beside the user's checkout, heeded, and cleaned up after."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from git_support import TestRepository, change, change_set

from consolidator.errors import EnvironmentFailed
from consolidator.git import CommitResult, commit, read_snapshot

pytest_plugins = ("git_fixtures",)
pytestmark = pytest.mark.usefixtures("own_settings")

EDIT = change_set(change("app.py", b"one = 1\n", b"two = 2\n"), change("src/db.py", None, b"engine\n"))


def run(repository: TestRepository, run_hooks: bool = True) -> CommitResult:
    snapshot = read_snapshot(repository.path)
    return commit(repository.path, snapshot, EDIT, "feat/x", "Share the engine", run_hooks=run_hooks)


def clean(repository: TestRepository, temporary: Path) -> bool:
    return repository.leftovers() in ([], ["refs/heads/feat/x"]) and list(temporary.iterdir()) == []


def test_hooks_see_the_changes_and_what_they_stage_is_committed(repository: TestRepository, temporary: Path) -> None:
    repository.hook("pre-commit", "echo '# formatted' >> src/db.py; echo x > new.txt; git add src/db.py new.txt")
    repository.hook("prepare-commit-msg", 'echo "Prepared-by: hook" >> "$1"')
    repository.hook("commit-msg", 'echo "Change-Id: I1" >> "$1"')
    repository.write({"app.py": b"dirty\n"})
    before = repository.checkout_state()
    base = repository.line("rev-parse", "HEAD")
    result = run(repository)
    assert repository.checkout_state() == before
    assert repository.line("rev-parse", "feat/x", "feat/x~1").split("\n") == [result.commit, base]
    files = repository.files_of("feat/x")
    assert (files["src/db.py"], files["new.txt"], files["app.py"]) == (b"engine\n# formatted\n", b"x\n", b"two = 2\n")
    message = repository.line("log", "-1", "--format=%B", "feat/x")
    assert message.startswith("Share the engine\n")
    assert "Prepared-by: hook\nChange-Id: I1" in message
    assert repository.line("log", "-1", "--format=%an", "feat/x") == "Ada Lovelace"
    assert clean(repository, temporary)


def test_a_hook_finds_the_whole_commit_and_a_clean_status(repository: TestRepository, tmp_path: Path) -> None:
    files = {"deep/other.py": b"other\r\n", "notes.txt": b"note\n", ".gitattributes": b"*.txt text eol=crlf\n"}
    repository.commit(files)
    seen = tmp_path / "seen"
    repository.hook(
        "pre-commit", f"cat deep/other.py notes.txt app.py > {seen}; git diff --quiet; echo unstaged=$? >> {seen}"
    )
    run(repository)
    assert seen.read_bytes() == b"other\r\nnote\ntwo = 2\nunstaged=0\n"


def test_post_commit_runs_at_the_new_commit(repository: TestRepository, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    repository.hook("post-commit", f"git log -1 --format=%s > {seen}")
    run(repository)
    assert seen.read_text() == "Share the engine\n"


@pytest.mark.parametrize("hook", ["pre-commit", "prepare-commit-msg", "commit-msg"])
def test_a_failing_hook_leaves_nothing(repository: TestRepository, temporary: Path, hook: str) -> None:
    repository.hook(hook, "echo line too long; echo at postgresql://app:s3cret@db/x >&2; exit 1")
    before = repository.checkout_state()
    with pytest.raises(EnvironmentFailed) as caught:
        run(repository)
    assert "line too long" in caught.value.message
    assert "postgresql://app:***@db/x" in caught.value.message
    assert "--no-hooks" in caught.value.cure
    assert repository.checkout_state() == before
    assert repository.leftovers() == []
    assert clean(repository, temporary)


def test_no_hooks_runs_none(repository: TestRepository, tmp_path: Path) -> None:
    for hook in ("pre-commit", "commit-msg", "post-commit", "reference-transaction", "post-index-change"):
        repository.hook(hook, f"touch {tmp_path / 'ran'}; exit 1")
    run(repository, run_hooks=False)
    assert not (tmp_path / "ran").exists()


def test_a_hook_that_is_not_executable_does_not_count(repository: TestRepository, temporary: Path) -> None:
    repository.hook("pre-commit", "exit 1")
    (repository.root / ".git" / "hooks" / "pre-commit").chmod(0o644)
    run(repository)
    assert clean(repository, temporary)


@pytest.mark.parametrize("tracked", [True, False])
def test_hooks_of_a_relative_folder_are_those_of_the_work_tree(
    repository: TestRepository, tmp_path: Path, tracked: bool
) -> None:
    repository.git("config", "core.hooksPath", "tools/hooks")
    repository.write({".gitignore": b"" if tracked else b"tools\n"})
    repository.hook("pre-commit", f"pwd > {tmp_path / 'ran'}", folder="tools/hooks")
    repository.commit({})
    run(repository)
    assert (tmp_path / "ran").read_text().strip() != repository.path


def test_a_reference_hook_may_veto_the_branch(repository: TestRepository) -> None:
    repository.hook("reference-transaction", 'test "$1" = committed || { echo protected >&2; exit 1; }')
    with pytest.raises(EnvironmentFailed, match="create the branch"):
        run(repository)
    (repository.root / ".git" / "hooks" / "reference-transaction").unlink()
    assert repository.leftovers() == []


def test_a_hook_that_destroys_its_work_tree_leaves_nothing(repository: TestRepository, temporary: Path) -> None:
    repository.hook("pre-commit", 'rm -rf "$(git rev-parse --show-toplevel)"; exit 1')
    with pytest.raises(EnvironmentFailed):
        run(repository)
    assert clean(repository, temporary)


def test_interrupt_ends_the_hook_and_leaves_nothing(
    repository: TestRepository, tmp_path: Path, temporary: Path
) -> None:
    started, finished = tmp_path / "started", tmp_path / "finished"
    repository.hook("pre-commit", f"touch {started}; sleep 20 >/dev/null 2>&1 & wait $!; touch {finished}")
    before = repository.checkout_state()
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            run(repository)
        except KeyboardInterrupt:
            os._exit(130)
        os._exit(0)
    deadline = time.monotonic() + 20
    while not started.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(child, signal.SIGINT)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 130
    assert repository.checkout_state() == before
    assert repository.leftovers() == []
    assert clean(repository, temporary)
    assert not finished.exists()
