"""Reading a commit: what is in the Snapshot, and that nothing of the repository runs or changes."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

import pytest
from git_support import TestRepository, change, change_set, make

from consolidator.errors import EnvironmentFailed
from consolidator.git import commit, export, read_snapshot, reading
from consolidator.git.selection import SOURCE_LIMIT, limit_of

pytest_plugins = ("git_fixtures",)
pytestmark = pytest.mark.usefixtures("own_settings")


def test_reads_the_commit_and_not_the_dirty_work_tree(repository: TestRepository) -> None:
    commit = repository.line("rev-parse", "HEAD")
    (repository.root / "app.py").write_bytes(b"uncommitted = 1\n")
    (repository.root / "run.py").unlink()
    (repository.root / "untracked.py").write_bytes(b"")
    snapshot = read_snapshot(repository.path)
    assert snapshot.commit == commit
    assert snapshot.branch == "main"
    assert snapshot.texts == {"app.py": b"one = 1\n", "run.py": b"#!/usr/bin/env python\n"}
    assert [(e.path, e.mode, e.size) for e in snapshot.entries] == [("app.py", "100644", 8), ("run.py", "100755", 22)]
    assert snapshot.unreadable == {}


def test_same_length_edit_within_the_time_stamp_is_not_taken_for_the_commit(repository: TestRepository) -> None:
    place = repository.root / "app.py"
    before = place.stat()
    place.write_bytes(b"two = 2\n")
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert read_snapshot(repository.path).texts["app.py"] == b"one = 1\n"


def test_any_folder_inside_and_any_base(repository: TestRepository) -> None:
    first = repository.line("rev-parse", "HEAD")
    repository.git("tag", "-a", "-m", "x", "v1")
    repository.commit({"app.py": b"two = 2\n", "pkg/deep/mod.py": b"\n"})
    inside = str(repository.root / "pkg" / "deep")
    assert read_snapshot(inside).texts["app.py"] == b"two = 2\n"
    assert read_snapshot(inside, "v1").texts["app.py"] == b"one = 1\n"
    assert read_snapshot(inside, "main~1").commit == first


def test_detached_head_is_read_without_a_branch(repository: TestRepository) -> None:
    repository.git("checkout", "-q", "--detach")
    assert read_snapshot(repository.path).branch is None


def test_linked_work_tree_is_read(repository: TestRepository, tmp_path: Path) -> None:
    repository.git("worktree", "add", "-q", "-b", "other", str(tmp_path / "linked"))
    assert read_snapshot(str(tmp_path / "linked")).branch == "other"


def test_odd_names_survive(repository: TestRepository) -> None:
    names = ["a b.py", "new\nline.py", "naïve.py", "tab\t.py", 'quo"te.py', os.fsdecode(b"\xff\xfe.py"), "-rf.py"]
    repository.commit({name: name.encode("utf-8", "surrogateescape") for name in names})
    texts = read_snapshot(repository.path).texts
    assert {name: texts[name] for name in names} == {n: n.encode("utf-8", "surrogateescape") for n in names}


def test_odd_names_survive_when_they_come_from_blobs(repository: TestRepository) -> None:
    name = os.fsdecode(b"a\n\xff.py")
    repository.commit({name: b"x\n", "empty.py": b""})
    (repository.root / name).unlink()
    (repository.root / "empty.py").write_bytes(b"dirty")
    texts = read_snapshot(repository.path).texts
    assert (texts[name], texts["empty.py"]) == (b"x\n", b"")


def test_links_and_submodules_are_entries_without_text(repository: TestRepository, tmp_path: Path) -> None:
    secret = tmp_path / "secret.py"
    secret.write_bytes(b"secret\n")
    (repository.root / "link.py").symlink_to(secret)
    other = make(tmp_path / "other")
    other.commit({"inner.py": b""})
    repository.git("submodule", "--quiet", "add", str(other.root), "vendored.py")
    repository.commit({})
    snapshot = read_snapshot(repository.path)
    assert {e.path: e.mode for e in snapshot.entries if not e.is_regular} == {
        "link.py": "120000",
        "vendored.py": "160000",
    }
    assert not {"link.py", "vendored.py", "vendored.py/inner.py"} & snapshot.texts.keys()


def test_work_tree_link_or_pipe_in_the_place_of_a_file_is_not_followed(repository: TestRepository) -> None:
    repository.commit({"piped.py": b"fine\n", "linked.py": b"fine\n"})
    for name in ("piped.py", "linked.py"):
        (repository.root / name).unlink()
    os.mkfifo(repository.root / "piped.py")
    (repository.root / "linked.py").symlink_to("/dev/zero")
    texts = read_snapshot(repository.path).texts
    assert (texts["piped.py"], texts["linked.py"]) == (b"fine\n", b"fine\n")


def test_line_ending_conversion_does_not_reach_the_text(repository: TestRepository) -> None:
    repository.git("config", "core.autocrlf", "true")
    repository.git("rm", "-q", "--cached", "app.py")
    repository.git("reset", "-q", "--hard")
    (repository.root / "app.py").unlink()
    repository.git("checkout", "-q", "--", "app.py")
    assert (repository.root / "app.py").read_bytes() == b"one = 1\r\n"
    assert read_snapshot(repository.path).texts["app.py"] == b"one = 1\n"


@pytest.mark.parametrize("clean", [True, False])
def test_a_generated_file_is_reported_and_not_read(repository: TestRepository, clean: bool) -> None:
    repository.commit({"generated.py": b"x = 1\n" * 900_000, "README.md": b"y" * (SOURCE_LIMIT + 1)})
    if not clean:
        (repository.root / "generated.py").unlink()
    snapshot = read_snapshot(repository.path)
    assert "generated.py" not in snapshot.texts
    assert list(snapshot.unreadable) == ["generated.py"]
    assert "5,400,000 bytes" in snapshot.unreadable["generated.py"]


def test_too_many_files_or_bytes_end_in_a_report(repository: TestRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit({f"m{number}.py": b"12345678" for number in range(4)})
    monkeypatch.setattr(reading, "FILE_LIMIT", 3)
    assert len(read_snapshot(repository.path).texts) == 3
    assert read_snapshot(repository.path).unreadable == {}
    assert [*read_snapshot(repository.path).skipped.values()] == [("m2.py", "m3.py", "run.py")]
    monkeypatch.setattr(reading, "FILE_LIMIT", 100)
    monkeypatch.setattr(reading, "TOTAL_LIMIT", 20)
    assert sum(map(len, read_snapshot(repository.path).texts.values())) <= 20
    assert [*read_snapshot(repository.path).skipped.values()]


def test_the_files_of_the_folder_are_read_first(repository: TestRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit({f"{folder}/m{number}.py": b"x" for folder in "ab" for number in range(4)})
    monkeypatch.setattr(reading, "FILE_LIMIT", 4)
    assert [*read_snapshot(str(repository.root / "b")).texts] == [f"b/m{number}.py" for number in range(4)]


@pytest.mark.parametrize(
    ("path", "read"),
    [
        ("src/app.py", True),
        ("types.pyi", False),
        ("pyproject.toml", True),
        ("services/a/setup.cfg", True),
        ("consolidator.toml", True),
        ("app/.ruff.toml", True),
        ("requirements-dev.txt", True),
        ("requirements/base.txt", True),
        ("notes.txt", False),
        ("Pipfile", True),
        ("Pipfile.lock", True),
        ("poetry.lock", True),
        ("Cargo.lock", False),
        ("scripts/entrypoint.sh", True),
        ("docker/start", True),
        ("docker/README", True),
        ("notes/restart.txt", False),
        ("ops/api.service", True),
        ("Makefile", True),
        (".vscode/launch.json", True),
        (".vscode/settings.json", False),
        (".env", False),
        (".env.example", True),
        ("deploy/env.example", True),
        (".env.template", True),
        ("Procfile", True),
        ("Dockerfile.prod", True),
        ("docker-compose.override.yml", True),
        ("compose.yaml", True),
        ("k8s/base/deployment.yaml", True),
        ("charts/app/values.yml", True),
        (".github/workflows/ci.yml", True),
        (".github/dependabot.yml", False),
        ("gunicorn.conf.py", True),
        ("docs/README.rst", True),
        ("data.csv", False),
        ("src/mydeploy/x.yaml", False),
    ],
)
def test_which_files_can_matter(path: str, read: bool) -> None:
    assert (limit_of(path) is not None) is read


def test_sha256_repository(tmp_path: Path) -> None:
    repository = make(tmp_path / "modern", "--object-format=sha256")
    repository.commit({"app.py": b"one = 1\n"})
    snapshot = read_snapshot(repository.path)
    assert snapshot.texts == {"app.py": b"one = 1\n"}
    assert snapshot.entries[0].oid == hashlib.sha256(b"blob 8\0one = 1\n").hexdigest()


def test_settings_of_a_surrounding_git_are_ignored(
    repository: TestRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make(tmp_path / "other")
    other.commit({"other.py": b""})
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere")
    assert set(read_snapshot(repository.path).texts) == {"app.py", "run.py"}


def test_nothing_of_the_repository_runs_or_changes_on_reading(repository: TestRepository, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    repository.commit({".gitattributes": b"* filter=evil diff=evil\n", "mod.py": b"x\n"})
    program = f"touch {marker}; cat"
    for name in ("filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "diff.evil.textconv"):
        repository.git("config", name, program)
    for name in ("core.fsmonitor", "diff.external", "core.pager", "core.sshCommand", "gpg.program", "core.editor"):
        repository.git("config", name, program)
    repository.git("config", "core.hooksPath", "evil")
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "pre-commit"):
        repository.hook(hook, f"touch {marker}", folder="evil")
    repository.write({"mod.py": b"y\n"})
    marker.unlink(missing_ok=True)
    before = {p: p.stat().st_mtime_ns for p in repository.root.rglob("*")}
    read_snapshot(repository.path)
    assert not marker.exists()
    assert {p: p.stat().st_mtime_ns for p in repository.root.rglob("*")} == before


def partial_clone(repository: TestRepository, tmp_path: Path) -> tuple[TestRepository, Path]:
    """A clone without blobs, and the file that appears when it fetches one."""
    repository.git("config", "uploadpack.allowFilter", "true")
    clone, marker = TestRepository(tmp_path / "partial"), tmp_path / "fetched"
    source = f"file://{repository.root}"
    words = ["git", "clone", "-q", "--filter=blob:none", "--no-checkout", source, clone.path]
    subprocess.run(words, check=True, capture_output=True)
    clone.git("config", "remote.origin.uploadpack", f"touch {marker}; git-upload-pack")
    return clone, marker


def test_partial_clone_is_read_without_fetching(repository: TestRepository, tmp_path: Path) -> None:
    clone, marker = partial_clone(repository, tmp_path)
    (clone.root / "app.py").write_bytes(b"one = 1\n")
    snapshot = read_snapshot(clone.path)
    assert snapshot.texts == {"app.py": b"one = 1\n"}
    assert snapshot.skipped == {"not downloaded yet (partial clone)": ("run.py",)}
    assert not marker.exists()


def test_partial_clone_is_not_exported_half(repository: TestRepository, tmp_path: Path) -> None:
    clone, marker = partial_clone(repository, tmp_path)
    with pytest.raises(EnvironmentFailed) as caught:
        export(clone.path, "HEAD", str(tmp_path / "out"))
    assert "partial clone" in caught.value.message
    assert "git fetch --refetch" in caught.value.cure
    assert not marker.exists()


def test_partial_clone_takes_a_commit_without_fetching(repository: TestRepository, tmp_path: Path) -> None:
    clone, marker = partial_clone(repository, tmp_path)
    (clone.root / "app.py").write_bytes(b"one = 1\n")
    changes = change_set(change("app.py", b"one = 1\n", b"two = 2\n"))
    commit(clone.path, read_snapshot(clone.path), changes, "feat/x", "m")
    assert clone.git("cat-file", "blob", "feat/x:app.py") == b"two = 2\n"
    assert not marker.exists()
