"""Exporting a commit, temporary work trees, writing into the user's work tree, switching branches."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest
from git_support import TestRepository, as_unprivileged, change, change_set, make

from consolidator.errors import EnvironmentFailed, Refused
from consolidator.git import apply_to_worktree, export, read_snapshot, switch, temporary_worktree
from consolidator.model import ChangeSet

pytest_plugins = ("git_fixtures",)
pytestmark = pytest.mark.usefixtures("own_settings")

EDIT = change_set(change("app.py", b"one = 1\n", b"two = 2\n"), change("src/new/db.py", None, b"engine\n"))


def apply(repository: TestRepository, changes: ChangeSet = EDIT) -> None:
    apply_to_worktree(repository.path, read_snapshot(repository.path), changes)


def refused(repository: TestRepository, changes: ChangeSet = EDIT) -> str:
    before = repository.checkout_state()
    with pytest.raises(Refused) as caught:
        apply(repository, changes)
    assert repository.checkout_state() == before
    assert not (repository.root / "src").exists()
    return caught.value.message


# --------------------------------------------------------------------------- export


def test_export_writes_the_files_of_a_commit(repository: TestRepository, tmp_path: Path) -> None:
    odd = os.fsdecode(b"a \n\xff.bin")
    commit = repository.commit({odd: b"\0\xff\r\n", "deep/er/x.txt": b"x", "empty": b""})
    repository.write({"app.py": b"dirty\n"})
    out = tmp_path / "out"
    assert export(repository.path, commit, str(out)) == ()
    assert (out / odd).read_bytes() == b"\0\xff\r\n"
    assert (out / "deep/er/x.txt").read_bytes() == b"x"
    assert (out / "empty").read_bytes() == b""
    assert (out / "app.py").read_bytes() == b"one = 1\n"
    assert os.access(out / "run.py", os.X_OK)
    assert not os.access(out / "app.py", os.X_OK) or os.name == "nt"
    assert not (out / ".git").exists()


def test_export_keeps_links_that_stay_inside_only(repository: TestRepository, tmp_path: Path) -> None:
    aims = {
        "in": "app.py",
        "sub/up": "../app.py",
        "abs": "/etc/passwd",
        "out": "../x",
        "sub/far": "../../x",
    }
    (repository.root / "sub").mkdir()
    for name, aim in aims.items():
        (repository.root / name).symlink_to(aim)
    commit = repository.commit({"sub/x": b""})
    out = tmp_path / "out"
    assert set(export(repository.path, commit, str(out))) == {"abs", "out", "sub/far"}
    assert (out / "sub" / "up").read_bytes() == b"one = 1\n"
    assert sorted(p.name for p in out.rglob("*") if p.is_symlink()) == ["in", "up"]


def test_export_of_a_hostile_tree_stays_inside(repository: TestRepository, tmp_path: Path) -> None:
    blob = repository.git("hash-object", "-w", "--stdin", stdin=b"evil\n").strip().decode()
    raw = bytes.fromhex(blob)
    inner = repository.git("hash-object", "-w", "--literally", "-t", "tree", "--stdin", stdin=b"100644 evil\0" + raw)
    link = repository.git("hash-object", "-w", "--stdin", stdin=str(tmp_path).encode()).strip().decode()
    rows = b"".join(
        b"%s %s\0%s" % (mode, name, bytes.fromhex(oid))
        for mode, name, oid in [
            (b"40000", b"..", inner.strip().decode()),
            (b"40000", b".git", inner.strip().decode()),
            (b"100644", b"good.py", blob),
            (b"120000", b"trap", link),
            (b"40000", b"trap", inner.strip().decode()),
        ]
    )
    tree = repository.git("hash-object", "-w", "--literally", "-t", "tree", "--stdin", stdin=rows).strip().decode()
    commit = repository.line("commit-tree", tree, "-m", "evil")
    out = tmp_path / "deep" / "out"
    export(repository.path, commit, str(out))
    assert (out / "good.py").read_bytes() == b"evil\n"
    assert not any((place / "evil").exists() for place in (tmp_path, out.parent, out / ".git"))


# --------------------------------------------------------------------------- temporary work tree


def test_temporary_worktree_holds_the_commit_and_the_changes(repository: TestRepository, temporary: Path) -> None:
    before = repository.checkout_state()
    with temporary_worktree(repository.path, "HEAD", EDIT) as folder:
        inside = TestRepository(folder)
        assert folder.name == "service"
        assert inside.line("status", "--porcelain", "-uall") == " M app.py\n?? src/new/db.py"
        assert inside.line("rev-parse", "HEAD") == repository.line("rev-parse", "HEAD")
        (folder / "made by a test").write_bytes(b"")
    assert list(temporary.iterdir()) == []
    assert repository.leftovers() == []
    assert repository.checkout_state() == before


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_temporary_worktree_goes_away_after_any_error(
    repository: TestRepository, temporary: Path, error: type[BaseException]
) -> None:
    with pytest.raises(error), temporary_worktree(repository.path, "HEAD") as folder:
        repository.git("worktree", "lock", str(folder))
        raise error
    assert list(temporary.iterdir()) == []
    assert repository.leftovers() == []


def test_temporary_worktree_works_in_a_thread(repository: TestRepository) -> None:
    seen: list[bytes] = []

    def work() -> None:
        with temporary_worktree(repository.path, "HEAD") as folder:
            seen.append((folder / "app.py").read_bytes())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [b"one = 1\n"]
    assert repository.leftovers() == []


def test_temporary_worktree_refuses_a_change_that_leads_out(repository: TestRepository, temporary: Path) -> None:
    changes = change_set(change("../out.py", None, b""))
    with pytest.raises(Refused), temporary_worktree(repository.path, "HEAD", changes):
        pass
    assert list(temporary.iterdir()) == []


# --------------------------------------------------------------------------- the user's work tree


def test_apply_writes_the_files_and_nothing_else(repository: TestRepository) -> None:
    place = repository.root / "run.py"
    place.chmod(0o750)
    index = (repository.root / ".git" / "index").read_bytes()
    shebang = b"#!/usr/bin/env python\n"
    new = change("tool.py", None, b"#!\n", mode="100755")
    apply(repository, change_set(*EDIT.changes, change("run.py", shebang, shebang + b"x\n"), new))
    assert (repository.root / "app.py").read_bytes() == b"two = 2\n"
    assert (repository.root / "src/new/db.py").read_bytes() == b"engine\n"
    assert stat.S_IMODE(place.stat().st_mode) == 0o750
    assert os.access(repository.root / "tool.py", os.X_OK)
    assert (repository.root / ".git" / "index").read_bytes() == index
    assert sorted(p.name for p in repository.root.iterdir()) == [".git", "app.py", "run.py", "src", "tool.py"]


def test_apply_leaves_other_uncommitted_work_alone(repository: TestRepository) -> None:
    repository.write({"run.py": b"mine\n", "notes": b"mine\n"})
    apply(repository)
    assert (repository.root / "run.py").read_bytes() == b"mine\n"


def test_apply_refuses_to_overwrite_uncommitted_work(repository: TestRepository) -> None:
    repository.write({"app.py": b"mine\n"})
    assert "would be overwritten" in refused(repository)
    (repository.root / "app.py").unlink()
    assert "not in the work tree" in refused(repository)


def test_apply_refuses_a_new_file_that_is_there(repository: TestRepository) -> None:
    repository.write({"db.py": b"mine\n"})
    assert "exists already" in refused(repository, change_set(change("db.py", None, b"engine\n")))
    (repository.root / "broken").symlink_to("nowhere")
    assert "symbolic link" in refused(repository, change_set(change("broken", None, b"engine\n")))


def test_apply_refuses_to_go_through_a_link(repository: TestRepository, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (repository.root / "lib").symlink_to(outside)
    assert "symbolic link" in refused(repository, change_set(change("lib/db.py", None, b"engine\n")))
    assert list(outside.iterdir()) == []


def test_apply_refuses_during_a_merge(repository: TestRepository) -> None:
    (repository.root / ".git" / "MERGE_HEAD").write_text(repository.line("rev-parse", "HEAD"))
    assert "merge is in progress" in refused(repository)


def test_apply_keeps_line_endings_of_the_checkout(repository: TestRepository) -> None:
    repository.git("config", "core.autocrlf", "true")
    repository.write({"app.py": b"one = 1\r\n"})
    apply(repository)
    assert (repository.root / "app.py").read_bytes() == b"two = 2\r\n"
    assert repository.line("diff", "--numstat", "app.py").startswith("1\t1\t")


def test_apply_is_all_or_nothing(public_folder: Path) -> None:
    repository = make(public_folder / "service")
    repository.commit({"a/mod.py": b"one\n", "locked/mod.py": b"one\n"})
    (repository.root / "locked").chmod(0o555)
    changes = change_set(
        change("a/mod.py", b"one\n", b"two\n"),
        change("a/new/db.py", None, b"engine\n"),
        change("locked/mod.py", b"one\n", b"two\n"),
    )
    answer = as_unprivileged(public_folder, lambda: apply(repository, changes))
    assert isinstance(answer, tuple)
    assert answer[:2] == ("EnvironmentFailed", 6)
    assert sorted(str(p.relative_to(repository.root)) for p in repository.root.glob("[al]*/**/*")) == [
        "a/mod.py",
        "locked/mod.py",
    ]
    assert (repository.root / "a/mod.py").read_bytes() == b"one\n"


def test_apply_takes_back_what_was_written_when_the_last_step_fails(
    repository: TestRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Path.replace

    def fails_for_db(self: Path, target: Path) -> Path:
        if target.name == "db.py":
            raise OSError(5, "Input/output error")
        return whole(self, target)

    monkeypatch.setattr(Path, "replace", fails_for_db)
    with pytest.raises(EnvironmentFailed, match="Input/output error"):
        apply(repository)
    assert (repository.root / "app.py").read_bytes() == b"one = 1\n"
    assert sorted(p.name for p in repository.root.iterdir()) == [".git", "app.py", "run.py"]


# --------------------------------------------------------------------------- switch


def test_switch_checks_the_branch_out(repository: TestRepository) -> None:
    repository.git("branch", "feat/x")
    switch(repository.path, "feat/x")
    assert repository.line("symbolic-ref", "--short", "HEAD") == "feat/x"


def test_switch_refuses_to_lose_uncommitted_work(repository: TestRepository) -> None:
    repository.git("switch", "-q", "-c", "feat/x")
    repository.commit({"app.py": b"two = 2\n"})
    repository.git("switch", "-q", "main")
    repository.write({"app.py": b"mine\n"})
    with pytest.raises(Refused, match="would be overwritten"):
        switch(repository.path, "feat/x")
    assert (repository.root / "app.py").read_bytes() == b"mine\n"
    assert repository.line("symbolic-ref", "--short", "HEAD") == "main"
