"""The patch: plain `git apply` takes it, and what it makes is the commit's content byte for byte."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from git_support import TestRepository, change, change_set, make
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consolidator.errors import EnvironmentFailed
from consolidator.git import commit, read_snapshot
from consolidator.model import Change, ChangeSet
from consolidator.patch import to_patch

pytest_plugins = ("git_fixtures",)
pytestmark = pytest.mark.usefixtures("own_settings")

CASES = {
    "edit": change("app.py", b"a\nb\nc\n", b"a\nB\nc\n"),
    "new file": change("src/db.py", None, b"engine\n"),
    "new empty file": change("src/__init__.py", None, b""),
    "new executable file": change("bin/tool", None, b"#!/bin/sh\n", mode="100755"),
    "executable file": change("run.py", b"#!\na\n", b"#!\nb\n", mode="100755"),
    "no newline at the end before": change("a.py", b"a", b"a\n"),
    "no newline at the end after": change("a.py", b"a\nb\n", b"a\nb"),
    "no newline at the end of either": change("a.py", b"a\nb", b"a\nc"),
    "emptied file": change("a.py", b"a\n", b""),
    "file that was empty": change("a.py", b"", b"a\n"),
    "CRLF": change("a.py", b"a\r\nb\r\nc\r\n", b"a\r\nB\r\nc\r\n"),
    "mixed line endings": change("a.py", b"a\r\nb\nc\rd\n", b"a\nb\r\nc\rD\n"),
    "byte order mark": change("a.py", b"\xef\xbb\xbfa\n", b"\xef\xbb\xbfb\n"),
    "not UTF-8": change("a.py", b"# coding: latin-1\n# \xe9\na\n", b"# coding: latin-1\n# \xe9\xff\nb\n"),
    "NUL bytes": change("a.py", b"a\0b\n", b"a\0c\xff\n"),
    "form feed and tabs": change("a.py", b"\x0c\ta\n", b"\x0c\tb  \n"),
    "blank in the name": change("a b/c d.py", b"a\n", b"b\n"),
    "newline in the name": change("a\nb.py", b"a\n", b"b\n"),
    "quotes and tabs in the name": change('a"b\\c\td.py', None, b"b\n"),
    "letters beyond ASCII in the name": change("naïve/日本.py", b"a\n", b"b\n"),
    "bytes that are not UTF-8 in the name": change(os.fsdecode(b"\xff.py"), None, b"b\n"),
    "text that looks like a patch": change("a.py", b"a\n", b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-- \n"),
}


def prepared(root: Path, changes: ChangeSet) -> TestRepository:
    """A repository with the state before."""
    repository = make(root)
    files = {one.path: one.before for one in changes.changes if one.before is not None}
    repository.write(files | {"untouched": b"u\n"})
    for one in changes.changes:
        if one.before is not None and one.mode == "100755":
            (root / one.path).chmod(0o755)
    repository.commit({})
    return repository


def check(root: Path, changes: ChangeSet) -> None:
    repository = prepared(root, changes)
    patch = to_patch(changes)
    repository.git("apply", "--check", "-", stdin=patch)
    repository.git("apply", "--index", "-", stdin=patch)
    assert {one.path: (root / one.path).read_bytes() for one in changes.changes} == {
        one.path: one.after for one in changes.changes
    }
    result = commit(str(root), read_snapshot(str(root)), changes, "feat/x", "m")
    assert repository.line("write-tree") == repository.line("rev-parse", f"{result.commit}^{{tree}}")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_apply_gives_the_commit(tmp_path: Path, case: Change) -> None:
    check(tmp_path / "service", change_set(case))


def test_many_changes_at_once_in_path_order(tmp_path: Path) -> None:
    changes = change_set(*{one.path: one for one in CASES.values()}.values())
    check(tmp_path / "service", changes)
    heads = [line for line in to_patch(changes).split(b"\n") if line.startswith(b"diff --git ")]
    assert len(heads) == len(changes.changes)


def test_text_of_a_patch() -> None:
    text = to_patch(change_set(CASES["edit"], CASES["new file"])).decode()
    assert text.startswith("diff --git a/app.py b/app.py\nindex ")
    assert "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\ndiff --git a/src/db.py b/src/db.py\nnew file mode 100644\n" in text
    assert text.endswith("--- /dev/null\n+++ b/src/db.py\n@@ -0,0 +1 @@\n+engine\n")


def test_no_changes_make_an_empty_patch() -> None:
    assert to_patch(ChangeSet(())) == b""
    assert to_patch(change_set(change("a.py", b"a\n", b"a\n"))) == b""


def test_settings_of_the_user_do_not_change_the_patch(
    own_settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = change_set(CASES["edit"], CASES["letters beyond ASCII in the name"])
    expected = to_patch(changes)
    marker = tmp_path / "ran"
    own_settings.write_text(
        f'[diff]\n\tnoprefix = true\n\texternal = "touch {marker}"\n[core]\n\tquotePath = false\n'
        "[color]\n\tui = always\n[init]\n\tdefaultBranch = before\n"
    )
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", f"touch {marker}")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_DIFF_OPTS", "-u0")
    assert to_patch(changes) == expected
    assert not marker.exists()


def test_a_large_file_takes_no_time(tmp_path: Path) -> None:
    chance = random.Random(1)
    lines = [b"x = %d\n" % chance.randrange(10**6) for _ in range(450_000)]
    mixed = [line if chance.random() < 0.999 else b"y = %d\n" % chance.randrange(10**6) for line in lines]
    check(tmp_path / "service", change_set(change("big.py", b"".join(lines), b"".join(mixed))))


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EnvironmentFailed, match="`git` was not found"):
        to_patch(change_set(CASES["edit"]))


CONTENT = st.lists(st.sampled_from([b"a\n", b"b\r\n", b"\xff\n", b"c", b"\r", b"\t@@\n", b"\\ No newline\n"])).map(
    b"".join
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(st.none() | CONTENT, min_size=1, max_size=4), data=st.data())
def test_any_bytes_survive(
    before: list[bytes | None], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    files = [change(f"m {n}.py", old, data.draw(CONTENT)) for n, old in enumerate(before)]
    changed = [one for one in files if one.before != one.after]
    if changed:
        check(tmp_path_factory.mktemp("any") / "service", change_set(*changed))
