"""Writing into the work tree is whole or nothing, whatever ends it and whenever."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from git_support import TestRepository, change, change_set

from consolidator import signals
from consolidator.errors import EnvironmentFailed, Refused
from consolidator.git import apply_to_worktree, read_snapshot, recover

pytest_plugins = ("git_fixtures",)
pytestmark = pytest.mark.usefixtures("own_settings")

ROOT = Path(__file__).parents[1]
BEFORE = {"app.py": b"one = 1\n", "pkg/mod.py": b"mod = 1\n", "run.py": b"#!/usr/bin/env python\n"}
AFTER = {"app.py": b"two = 2\n", "pkg/mod.py": b"mod = 2\n", "new/deep/db.py": b"engine\n", "run.py": BEFORE["run.py"]}
EDIT = change_set(*(change(path, BEFORE.get(path), AFTER[path]) for path in AFTER if path != "run.py"))

TOUCHING = ("write_bytes", "write_text", "replace", "unlink", "mkdir", "rmdir", "chmod")
"""Every call that changes a disk; each is a step."""


def files(repository: TestRepository) -> dict[str, bytes]:
    """The work tree, empty folders included."""
    root, git = repository.root, repository.root / ".git"
    places = [place for place in root.rglob("*") if place != git and not place.is_relative_to(git)]
    found = {place.relative_to(root).as_posix(): place.read_bytes() for place in places if place.is_file()}
    empty = [place.relative_to(root).as_posix() for place in places if place.is_dir() and not any(place.iterdir())]
    return found | dict.fromkeys(empty, b"(folder)")


def journal(repository: TestRepository) -> Path:
    return repository.root / ".git" / "consolidate-journal"


def stopped(repository: TestRepository, number: int, stop: int) -> int:
    """Write in a process of its own, to which the signal comes just before step `stop`; returns how many there were."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, str(_write(repository, number, stop)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as said:
        steps = said.read()
    os.waitpid(child, 0)
    return int(steps or 0)


def _write(repository: TestRepository, number: int, stop: int) -> int:
    snapshot = read_snapshot(repository.path)
    steps = 0

    def counted(whole: Any) -> Any:
        def call(*args: Any, **more: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps == stop:
                os.kill(os.getpid(), number)
            return whole(*args, **more)

        return call

    for name in TOUCHING:
        setattr(Path, name, counted(getattr(Path, name)))
    with signals.ending():
        apply_to_worktree(repository.path, snapshot, EDIT)
    return steps


def service(tmp_path: Path, name: str, repository: TestRepository) -> TestRepository:
    repository.commit({"pkg/mod.py": b"mod = 1\n"})
    copy = tmp_path / name
    subprocess.run(["cp", "-a", repository.path, copy], check=True)
    return TestRepository(copy)


@pytest.fixture
def steps(repository: TestRepository, tmp_path: Path) -> range:
    """Every step of a whole writing."""
    whole = service(tmp_path, "whole", repository)
    steps = stopped(whole, signal.SIGTERM, 0)
    assert files(whole) == AFTER and not journal(whole).exists()
    return range(1, steps + 1)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_ended_before_any_step_it_is_whole_or_nothing(
    repository: TestRepository, tmp_path: Path, steps: range, number: int
) -> None:
    assert len(steps) > 12
    ends = set()
    for stop in steps:
        one = service(tmp_path, f"stopped-{stop}", repository)
        stopped(one, number, stop)
        if number == signal.SIGTERM:
            assert files(one) in (BEFORE, AFTER), stop
        recover(one.path)
        ends.add("whole" if files(one) == AFTER else "nothing" if files(one) == BEFORE else f"torn at {stop}")
        assert not journal(one).exists(), stop
        assert (one.root / "run.py").stat().st_mode & 0o111
    assert ends == {"whole", "nothing"}


def torn(repository: TestRepository, steps: int = 12) -> None:
    """Killed where some files are written and some are not."""
    for stop in range(steps, 40):
        stopped(repository, signal.SIGKILL, stop)
        if files(repository)["app.py"] == AFTER["app.py"]:
            return
        recover(repository.path)
    raise AssertionError


def test_what_was_edited_since_stays_and_is_named(repository: TestRepository) -> None:
    repository.commit({"pkg/mod.py": b"mod = 1\n"})
    torn(repository)
    repository.write({"app.py": b"mine\n"})
    (said,) = [line for line in recover(repository.path) if "left as they are" in line]
    assert said.endswith(" app.py.")
    assert files(repository) == BEFORE | {"app.py": b"mine\n"}


def test_the_next_writing_takes_back_first(repository: TestRepository) -> None:
    repository.commit({"pkg/mod.py": b"mod = 1\n"})
    torn(repository)
    apply_to_worktree(repository.path, read_snapshot(repository.path), EDIT)
    assert files(repository) == AFTER and not journal(repository).exists()


def test_two_at_once_do_not_mix(repository: TestRepository) -> None:
    repository.commit({"pkg/mod.py": b"mod = 1\n"})
    held = (
        "import sys\nfrom consolidator.git.journal import journal\nfrom consolidator.git.repository import locate\n"
        "with journal(locate(sys.argv[1])):\n    print(flush=True)\n    sys.stdin.readline()\n"
    )
    command, pipe = [sys.executable, "-c", held, repository.path], subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT) as other:
        assert other.stdout is not None and other.stdout.readline() == b"\n"
        with pytest.raises(Refused, match="Another run"):
            apply_to_worktree(repository.path, read_snapshot(repository.path), EDIT)
        assert recover(repository.path) == ()
        other.communicate(b"\n")
    assert files(repository) == BEFORE and not journal(repository).exists()


@pytest.mark.parametrize("text", ["{", '{"rows": 1, "folders": []}', '{"rows": [], "folders": ["../x"]}'])
def test_a_journal_that_is_none_is_named_and_nothing_touched(repository: TestRepository, text: str) -> None:
    journal(repository).mkdir()
    (journal(repository) / "note.json").write_text(text)
    before = files(repository)
    with pytest.raises(EnvironmentFailed, match="consolidate-journal"):
        recover(repository.path)
    assert files(repository) == before


def test_nothing_is_taken_back_through_a_link(repository: TestRepository, tmp_path: Path) -> None:
    repository.commit({"pkg/mod.py": b"mod = 1\n"})
    torn(repository)
    (repository.root / "pkg").rename(tmp_path / "moved")
    (repository.root / "pkg").symlink_to(tmp_path / "moved")
    inside = {place.name: place.read_bytes() for place in (tmp_path / "moved").iterdir()}
    recover(repository.path)
    assert {place.name: place.read_bytes() for place in (tmp_path / "moved").iterdir()} == inside
    assert os.access(repository.root, os.R_OK)
