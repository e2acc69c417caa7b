"""Committing a ChangeSet: the branch holds exactly the changes, the user's checkout is as it was."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from git_support import TestRepository, change, change_set, make

from consolidator.errors import ConsolidateError, EnvironmentFailed, Refused
from consolidator.git import CommitResult, commit, committing, read_snapshot
from consolidator.git.runner import launch
from consolidator.model import ChangeSet

pytest_plugins = ("git_fixtures",)
pytestmark = pytest.mark.usefixtures("own_settings")

EDIT = change_set(change("app.py", b"one = 1\n", b"two = 2\n"), change("src/db.py", None, b"engine\n"))


def run(
    repository: TestRepository, changes: ChangeSet = EDIT, branch: str = "feat/x", message: str = "m", **how: object
) -> CommitResult:
    return commit(repository.path, read_snapshot(repository.path), changes, branch, message, **how)  # type: ignore[arg-type]


def test_branch_holds_the_changes_and_nothing_else_differs(repository: TestRepository, temporary: Path) -> None:
    repository.write({"app.py": b"dirty\n", "untracked.txt": b"mine\n", "staged.py": b"staged\n"})
    repository.git("add", "staged.py")
    base, before = repository.line("rev-parse", "HEAD"), repository.checkout_state()
    result = run(repository, message="Share the engine\n\n# kept\n\nCloses #7")
    assert repository.checkout_state() == before
    assert repository.line("rev-parse", "feat/x", "feat/x~1").split("\n") == [result.commit, base]
    assert result.branch == "feat/x"
    assert repository.files_of("feat/x") == {
        "app.py": b"two = 2\n",
        "run.py": b"#!/usr/bin/env python\n",
        "src/db.py": b"engine\n",
    }
    assert repository.line("log", "-1", "--format=%B", "feat/x").strip() == "Share the engine\n\n# kept\n\nCloses #7"
    assert repository.line("log", "-1", "--format=%an %ae %cn", "feat/x") == "Ada Lovelace ada@example.com Ada Lovelace"
    assert repository.leftovers() == ["refs/heads/feat/x"]
    assert list(temporary.iterdir()) == []


def test_modes_survive_and_new_files_get_theirs(repository: TestRepository) -> None:
    shebang = b"#!/usr/bin/env python\n"
    run(
        repository,
        change_set(change("run.py", shebang, shebang + b"x\n"), change("new.py", None, b"#!\n", mode="100755")),
    )
    rows = repository.line("ls-tree", "-r", "feat/x").split("\n")
    assert {row.split("\t")[1]: row[:6] for row in rows} == {
        "app.py": "100644",
        "new.py": "100755",
        "run.py": "100755",
    }


def test_bytes_are_stored_as_given_whatever_conversion_is_configured(
    repository: TestRepository, tmp_path: Path
) -> None:
    marker = tmp_path / "ran"
    repository.commit({"naïve\n.py": b"a\r\nb"})
    repository.write({".git/info/attributes": b"*.py text eol=lf filter=evil\n"})
    for name in ("clean", "smudge", "process"):
        repository.git("config", f"filter.evil.{name}", f"touch {marker}; cat")
    repository.git("config", "core.autocrlf", "input")
    repository.git("config", "core.splitIndex", "true")
    after = b"a\r\nc\xff\r\n\r"
    run(repository, change_set(change("naïve\n.py", b"a\r\nb", after)))
    assert repository.files_of("feat/x")["naïve\n.py"] == after
    assert repository.leftovers() == ["refs/heads/feat/x"]
    assert not marker.exists()


def test_message_is_utf8_whatever_encoding_is_configured(repository: TestRepository) -> None:
    repository.git("config", "i18n.commitEncoding", "latin1")
    run(repository, message="Größe → one pool")
    assert "Größe → one pool".encode() in repository.git("cat-file", "commit", "feat/x")
    assert b"\nencoding" not in repository.git("cat-file", "commit", "feat/x")


def test_commit_stands_on_the_snapshot_even_when_head_has_moved(repository: TestRepository) -> None:
    snapshot = read_snapshot(repository.path)
    repository.commit({"later.py": b""})
    commit(repository.path, snapshot, EDIT, "feat/x", "m")
    assert repository.line("rev-parse", "feat/x~1") == snapshot.commit
    assert "later.py" not in repository.files_of("feat/x")


def test_detached_head_stays_detached(repository: TestRepository) -> None:
    repository.git("checkout", "-q", "--detach")
    head = (repository.root / ".git" / "HEAD").read_bytes()
    run(repository)
    assert (repository.root / ".git" / "HEAD").read_bytes() == head


def test_sha256_and_linked_work_trees(tmp_path: Path) -> None:
    modern = make(tmp_path / "modern", "--object-format=sha256")
    modern.commit({"app.py": b"one = 1\n"})
    modern.git("worktree", "add", "-q", "-b", "other", str(tmp_path / "linked"))
    result = run(TestRepository(tmp_path / "linked"))
    assert len(result.commit) == 64
    assert modern.files_of("feat/x")["app.py"] == b"two = 2\n"


def test_a_surrounding_git_does_not_redirect_the_writing(
    repository: TestRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make(tmp_path / "other")
    other.commit({"other.py": b""})
    with monkeypatch.context() as patched:
        patched.setenv("GIT_DIR", str(other.root / ".git"))
        patched.setenv("GIT_INDEX_FILE", str(other.root / ".git" / "index"))
        patched.setenv("GIT_OBJECT_DIRECTORY", str(other.root / ".git" / "objects"))
        run(repository)
    assert repository.files_of("feat/x")["app.py"] == b"two = 2\n"
    assert other.leftovers() == []


def test_an_existing_branch_is_refused_by_default(repository: TestRepository) -> None:
    repository.git("branch", "feat/x")
    with pytest.raises(Refused, match="exists already"):
        run(repository)
    assert repository.line("rev-parse", "feat/x") == repository.line("rev-parse", "main")


def test_suffix_takes_the_first_free_number(repository: TestRepository) -> None:
    assert [run(repository, on_exists="suffix").branch for _ in range(3)] == ["feat/x", "feat/x-2", "feat/x-3"]


def test_replace_moves_a_branch_that_nobody_has_checked_out(repository: TestRepository) -> None:
    repository.git("branch", "feat/x")
    result = run(repository, on_exists="replace")
    assert repository.line("rev-parse", "feat/x") == result.commit


@pytest.mark.parametrize("linked", [False, True])
def test_replace_refuses_a_branch_that_is_checked_out(repository: TestRepository, tmp_path: Path, linked: bool) -> None:
    if linked:
        repository.git("worktree", "add", "-q", "-b", "feat/x", str(tmp_path / "linked"))
    else:
        repository.git("switch", "-q", "-c", "feat/x")
    before = repository.line("rev-parse", "feat/x")
    with pytest.raises(Refused, match="checked out"):
        run(repository, on_exists="replace")
    assert repository.line("rev-parse", "feat/x") == before


def overtaken(repository: TestRepository, monkeypatch: pytest.MonkeyPatch, branch: str = "feat/x") -> None:
    """Let somebody else create the branch between the last look and the reference update."""

    def late(where: object, words: list[str], env: Mapping[str, str]) -> object:
        if subprocess.run(["git", "-C", repository.path, "rev-parse", "-q", "--verify", branch]).returncode:
            repository.git("branch", branch, "main")
        return launch(where, words, env)  # type: ignore[arg-type]

    monkeypatch.setattr(committing, "launch", late)


def test_a_branch_made_meanwhile_is_not_overwritten(
    repository: TestRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    overtaken(repository, monkeypatch)
    with pytest.raises(Refused, match="exists already"):
        run(repository)
    assert repository.line("rev-parse", "feat/x") == repository.line("rev-parse", "main")


def test_suffix_goes_on_when_somebody_was_faster(repository: TestRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    overtaken(repository, monkeypatch)
    assert run(repository, on_exists="suffix").branch == "feat/x-2"


def test_nothing_to_commit(repository: TestRepository) -> None:
    for changes in (ChangeSet(()), change_set(change("app.py", b"one = 1\n", b"one = 1\n"))):
        with pytest.raises(Refused, match="nothing to commit"):
            run(repository, changes)
    assert repository.leftovers() == []


@pytest.mark.parametrize(
    "path",
    [
        *("../out.py", "/etc/out.py", "a/../../out.py", ".git/hooks/pre-commit", "sub/.GIT/config", "git~1/x", ""),
        *("a//b.py", "./a.py", "a\0b.py", "linked/db.py", "linked.py", "app.py/db.py", "pkg", "vendored/db.py"),
        *("app.py", "new_link/db.py", "new_link"),
    ],
)
def test_paths_that_are_never_written(repository: TestRepository, tmp_path: Path, path: str) -> None:
    (repository.root / "linked").symlink_to(tmp_path)
    (repository.root / "linked.py").symlink_to("app.py")
    other = make(tmp_path / "other")
    other.commit({"inner.py": b""})
    repository.git("submodule", "--quiet", "add", str(other.root), "vendored")
    repository.commit({"pkg/mod.py": b""})
    (repository.root / "new_link").symlink_to(tmp_path)
    before = repository.checkout_state()
    with pytest.raises(Refused) as caught:
        run(repository, change_set(change(path, None, b"bad\n")))
    assert caught.value.cure
    assert repository.checkout_state() == before
    assert repository.leftovers() == []


@pytest.mark.parametrize("checked_out", [True, False])
def test_a_link_is_not_replaced_either(repository: TestRepository, checked_out: bool) -> None:
    (repository.root / "linked.py").symlink_to("app.py")
    repository.commit({})
    if not checked_out:
        (repository.root / "linked.py").unlink()
    with pytest.raises(Refused, match="symbolic link"):
        run(repository, change_set(change("linked.py", b"app.py", b"x")))


def test_changes_that_contradict_the_commit_or_each_other(repository: TestRepository) -> None:
    wrong = [
        [change("app.py", b"other\n", b"x\n")],
        [change("gone.py", b"other\n", b"x\n")],
        [change("new.py", None, b"x\n"), change("new.py", None, b"y\n")],
        [change("new", None, b"x\n"), change("new/er.py", None, b"y\n")],
    ]
    for changes in wrong:
        with pytest.raises(Refused):
            run(repository, change_set(*changes))
    assert repository.leftovers() == []


def signer(repository: TestRepository, tmp_path: Path, works: bool = True) -> None:
    """A program that behaves as gpg does towards git, noting which key it was asked for."""
    program = tmp_path / "signer"
    said = "printf '\\n[GNUPG:] SIG_CREATED D 1 8 00 0 ABC\\n' >&2; echo -----BEGIN PGP SIGNATURE-----; echo $3"
    program.write_text(f"#!/bin/sh\ncat >/dev/null\n{said if works else 'echo no secret key >&2; exit 2'}\n")
    program.chmod(0o755)
    repository.git("config", "gpg.program", str(program))
    repository.git("config", "user.signingkey", "KEY42")


@pytest.mark.parametrize(
    ("configured", "sign", "signed"),
    [("true", None, True), ("yes", False, False), ("false", None, False), ("false", True, True), (None, None, False)],
)
@pytest.mark.parametrize("hooked", [False, True])
def test_signing_follows_the_configuration_unless_told_otherwise(
    repository: TestRepository, tmp_path: Path, configured: str | None, sign: bool | None, signed: bool, hooked: bool
) -> None:
    signer(repository, tmp_path)
    if configured:
        repository.git("config", "commit.gpgsign", configured)
    if hooked:
        repository.hook("pre-commit", "true")
    run(repository, sign=sign)
    stored = repository.git("cat-file", "commit", "feat/x")
    assert (b"gpgsig -----BEGIN PGP SIGNATURE-----\n KEY42" in stored) is signed


@pytest.mark.parametrize("hooked", [False, True])
def test_a_failing_signature_leaves_no_branch(repository: TestRepository, tmp_path: Path, hooked: bool) -> None:
    signer(repository, tmp_path, works=False)
    if hooked:
        repository.hook("pre-commit", "true")
    with pytest.raises(EnvironmentFailed, match="could not be signed"):
        run(repository, sign=True)
    assert repository.leftovers() == []


@pytest.mark.parametrize("hooked", [False, True])
def test_the_signing_program_runs_only_where_a_commit_is_signed(
    repository: TestRepository, tmp_path: Path, hooked: bool
) -> None:
    """It is named by the repository's own configuration, which may have come with the folder."""
    marker = tmp_path / "ran"
    for name in ("gpg.program", "gpg.ssh.program", "gpg.x509.program", "gpg.ssh.defaultKeyCommand"):
        repository.git("config", name, f"touch {marker};")
    repository.git("config", "log.showSignature", "true")
    repository.git("config", "merge.verifySignatures", "true")
    if hooked:
        repository.hook("pre-commit", "true")
    repository.commit({"app.py": b"one = 1\n"})
    run(repository)
    assert not marker.exists()


def test_an_unusable_setting_is_named(repository: TestRepository) -> None:
    repository.git("config", "commit.gpgsign", "perhaps")
    with pytest.raises(ConsolidateError, match="gpgsign"):
        run(repository)
