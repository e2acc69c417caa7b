"""What is noted of a repository's files: found again as it was, and a miss whatever happens to it."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from git_support import TestRepository

from consolidator import glances, pipeline
from consolidator.cli import main
from consolidator.errors import EnvironmentFailed
from consolidator.git import texts as reading
from consolidator.git.objects import Stored
from consolidator.git.repository import locate
from consolidator.model import Snapshot
from consolidator.survey import survey

pytest_plugins = ("git_fixtures",)
pytestmark = pytest.mark.usefixtures("own_settings")

ENGINE = b"""from sqlalchemy import create_engine


def load():
    return create_engine("postgresql://db/app")
"""
FILES = {
    "src/__init__.py": b"",
    "src/db.py": ENGINE,
    "src/tasks.py": b"TASKS = ['src.db.load', '.models.x', \"s3cr3t.word\"]\nfrom . import (\n  db,  # it\n  odd as c)",
    "src/app.py": b"import uvicorn, os.path as p\nfrom fastapi import FastAPI\nuvicorn.run('src.app:app')\n",
    "src/odd.py": b"import \xff\n",
    "compose.yaml": b"services:\n  api:\n    command: python -m src.app\n",
}

READ = {"src/db.py", "src/tasks.py", "src/app.py"}
"""What has to do with the engine."""


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"XDG_CACHE_HOME": str(tmp_path / "cache")}


@pytest.fixture
def service(repository: TestRepository) -> TestRepository:
    repository.commit(FILES)
    return repository


def notes(home: dict[str, str]) -> list[Path]:
    return [file for file in Path(home["XDG_CACHE_HOME"]).rglob("*") if file.is_file()]


def plain(snapshot: Snapshot) -> Snapshot:
    """The same with all texts in memory, and nothing told of them."""
    return Snapshot(snapshot.commit, snapshot.branch, snapshot.entries, dict(snapshot.texts), snapshot.unreadable)


class Looks:
    """Counts the files that are looked at."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.data: list[bytes] = []
        whole = glances.Looking.glance

        def counted(looking: glances.Looking, data: bytes) -> Any:
            self.data.append(data)
            return whole(looking, data)

        monkeypatch.setattr(glances.Looking, "glance", counted)


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    return Looks(monkeypatch)


def test_what_was_noted_is_what_is_seen(service: TestRepository, home: dict[str, str], looks: Looks) -> None:
    first = pipeline.read(service.path, cached=home)
    assert len(looks.data) == 7
    again = pipeline.read(service.path, cached=home)
    assert len(looks.data) == 7
    assert again == first == pipeline.read(service.path)
    surveyed = survey(again)
    assert surveyed.facts.keys() == survey(plain(again)).facts.keys() == READ
    assert surveyed.modules == survey(plain(again)).modules


def test_only_what_changed_is_looked_at(service: TestRepository, home: dict[str, str], looks: Looks) -> None:
    pipeline.read(service.path, cached=home)
    looks.data.clear()
    changed = ENGINE.replace(b"app", b"two")
    service.commit({"src/db.py": changed})
    snapshot = pipeline.read(service.path, cached=home)
    assert looks.data == [changed] and snapshot.texts["src/db.py"] == changed
    pipeline.read(service.path, "HEAD~1", cached=home)
    assert looks.data == [changed]


@pytest.mark.parametrize("flag", [None, "--assume-unchanged", "--skip-worktree"])
def test_an_edit_that_nobody_committed_is_never_read(
    service: TestRepository, home: dict[str, str], looks: Looks, flag: str | None
) -> None:
    place = service.root / "src" / "db.py"
    before = place.stat()
    if flag:
        service.git("update-index", flag, "src/db.py")
    for _ in range(2):
        place.write_bytes(ENGINE.replace(b"app", b"two"))
        os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert pipeline.read(service.path, cached=home).texts["src/db.py"] == ENGINE
        place.unlink()
        assert pipeline.read(service.path, cached=home).texts["src/db.py"] == ENGINE
    assert looks.data.count(ENGINE) == 1


def test_an_edit_during_a_scan_is_not_read(service: TestRepository, home: dict[str, str]) -> None:
    snapshot = pipeline.read(service.path, cached=home)
    (service.root / "src" / "db.py").write_bytes(b"")
    (service.root / "src" / "app.py").unlink()
    service.commit({})
    assert {path: snapshot.texts[path] for path in FILES} == FILES
    assert dict(survey(snapshot).texts) == {**FILES, "app.py": b"one = 1\n", "run.py": b"#!/usr/bin/env python\n"}


def test_line_endings_of_the_work_tree_are_not_read(service: TestRepository, home: dict[str, str]) -> None:
    service.git("config", "core.autocrlf", "true")
    (service.root / "src" / "db.py").unlink()
    service.git("checkout", "-q", "--", "src/db.py")
    assert b"\r\n" in (service.root / "src" / "db.py").read_bytes()
    for _ in range(2):
        assert pipeline.read(service.path, cached=home).texts["src/db.py"] == ENGINE


def sealed(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest() + content


@pytest.mark.parametrize(
    "spoil",
    [
        lambda entry: b"",
        lambda entry: entry[:-1],
        lambda entry: entry[:20] + bytes([entry[20] ^ 1]) + entry[21:],
        lambda entry: sealed(b"\xff"),
        lambda entry: sealed(b"[1, 2]"),
        lambda entry: sealed(b"[[], [], {}]"),
        lambda entry: sealed(b"[" * 100_000),
        lambda entry: sealed(entry[16:].replace(b"create_engine", b"create_\xff")),
        lambda entry: sealed(json.dumps([[], [["a", 1, "a", 0, ""]], {}]).encode()),
        lambda entry: sealed(json.dumps([["x"], [], {"0" * 40: [1, [7], 0, [], []]}]).encode()),
        lambda entry: sealed(json.dumps([["x"], [], {"0" * 40: ["1", [0], 0, [], []]}]).encode()),
        lambda entry: sealed(json.dumps([["x"], [], {"0" * 40: None}]).encode()),
    ],
)
def test_broken_notes_are_none(service: TestRepository, home: dict[str, str], spoil: Any, looks: Looks) -> None:
    first = pipeline.read(service.path, cached=home)
    (entry,) = notes(home)
    whole = entry.read_bytes()
    entry.write_bytes(spoil(whole))
    assert pipeline.read(service.path, cached=home) == first
    assert len(looks.data) == 14 and entry.read_bytes() == whole


def test_many_may_note_the_same(service: TestRepository, home: dict[str, str]) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: pipeline.read(service.path, cached=home).glances, range(16)))
    assert all(each == found[0] for each in found)
    assert len(notes(home)) == 1


def test_nothing_is_noted_without_a_cache(service: TestRepository, home: dict[str, str]) -> None:
    pipeline.read(service.path)
    pipeline.read(service.path, cached={})
    assert notes(home) == []


def test_notes_hold_no_texts(service: TestRepository, home: dict[str, str]) -> None:
    pipeline.read(service.path, cached=home)
    (entry,) = notes(home)
    assert b"s3cr3t" not in entry.read_bytes() and b"postgresql" not in entry.read_bytes()


def test_a_blob_that_is_not_what_its_id_says_is_not_noted(
    service: TestRepository, home: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A repository that says so could tell of the blobs of another one in its place."""
    (service.root / "src" / "db.py").unlink()
    forged = b"nothing = 1\n"
    monkeypatch.setattr("consolidator.git.reading.blobs", lambda _, oids: (forged for _ in oids))
    pipeline.read(service.path, cached=home)
    monkeypatch.undo()
    found = pipeline.read(service.path, cached=home)
    oid = next(entry.oid for entry in found.entries if entry.path == "src/db.py")
    assert found.glances[oid].creates


def test_what_no_recent_commit_holds_is_forgotten(
    service: TestRepository, home: dict[str, str], monkeypatch: pytest.MonkeyPatch, looks: Looks
) -> None:
    monkeypatch.setattr("consolidator.noting.FEW", 1)
    for number in range(12):
        service.commit({"src/db.py": ENGINE + b"# %d\n" % number})
        pipeline.read(service.path, cached=home)
    looks.data.clear()
    pipeline.read(service.path, "HEAD~1", cached=home)
    pipeline.read(service.path, "HEAD~11", cached=home)
    assert looks.data == [ENGINE + b"# 0\n"]


def test_a_file_too_large_is_left_out_however_often(service: TestRepository, home: dict[str, str]) -> None:
    service.commit({"src/generated.py": b"x = 1\n" * 900_000})
    for _ in range(3):
        snapshot = pipeline.read(service.path, cached=home)
        assert list(snapshot.unreadable) == ["src/generated.py"] and "src/generated.py" not in snapshot.texts


@pytest.mark.parametrize("limit", ["FILE_LIMIT", "TOTAL_LIMIT"])
def test_limits_hold_for_what_is_known(
    service: TestRepository, home: dict[str, str], monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    pipeline.read(service.path, cached=home)
    monkeypatch.setattr(f"consolidator.git.reading.{limit}", {"FILE_LIMIT": 3, "TOTAL_LIMIT": 200}[limit])
    limited = pipeline.read(service.path, cached=home)
    assert limited.skipped == pipeline.read(service.path).skipped != {}
    assert list(limited.texts) == list(pipeline.read(service.path).texts)


def test_a_bare_repository_gives_its_texts_one_by_one(service: TestRepository, tmp_path: Path) -> None:
    service.git("clone", "-q", "--bare", service.path, str(tmp_path / "bare.git"))
    snapshot = pipeline.read(str(tmp_path / "bare.git"))
    assert {path: snapshot.texts[path] for path in FILES} == FILES
    assert survey(snapshot).facts.keys() == READ


def test_texts_are_not_held_for_long(service: TestRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ROOM", 100)
    snapshot = pipeline.read(service.path)
    for _ in range(3):
        assert {path: snapshot.texts[path] for path in FILES} == FILES
    with pytest.raises(KeyError):
        snapshot.texts["src/none.py"]


def test_a_lost_object_is_told(service: TestRepository) -> None:
    snapshot = pipeline.read(service.path)
    oid = next(entry.oid for entry in snapshot.entries if entry.path == "src/db.py")
    (service.root / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    assert snapshot.texts["src/db.py"] == ENGINE
    (service.root / "src" / "app.py").unlink()
    (service.root / "src" / "db.py").unlink()
    with pytest.raises(EnvironmentFailed, match="missing"):
        pipeline.read(service.path)


def test_scans_say_the_same_with_notes_and_without(
    service: TestRepository, home: dict[str, str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", home["XDG_CACHE_HOME"])
    monkeypatch.delenv("CONSOLIDATE_CACHE", raising=False)
    said = []
    for flag in ("--no-cache", "--cache", "--cache"):
        assert main(["scan", "-f", "json", flag, service.path]) == 0
        said.append(capfd.readouterr())
        assert bool(notes(home)) == (len(said) > 1)
    assert len(set(said)) == 1 and "src/db.py" in said[0].out


def test_one_git_answers_many_questions(service: TestRepository) -> None:
    stored = Stored(locate(service.path))
    entries = {entry.path: entry.oid for entry in pipeline.read(service.path).entries}
    for path in (*FILES, *FILES):
        assert stored.read(entries[path]) == FILES[path]
    with pytest.raises(EnvironmentFailed, match="missing"):
        stored.read("0" * 40)
    assert stored.read(entries["src/db.py"]) == ENGINE
