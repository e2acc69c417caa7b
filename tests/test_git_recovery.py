"""What a run leaves that was ended by a signal, and what the next one makes of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from git_support import TestRepository

from consolidator.git import recover

pytest_plugins = ("git_fixtures",)
pytestmark = pytest.mark.usefixtures("own_settings")

SERVICE = {
    "src/__init__.py": b"",
    "src/config.py": b"import os\n\nDATABASE_URL = os.environ['DATABASE_URL']\n",
    **{
        f"src/{name}.py": b"from sqlalchemy import create_engine\n\nfrom src.config import DATABASE_URL\n\n\n"
        b"def load():\n    return create_engine(DATABASE_URL)\n"
        for name in ("orders", "users")
    },
}


@contextmanager
def waiting(repository: TestRepository, temporary: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A run that stands still in the middle: what it waits for makes the file `waiting` and sleeps."""
    root = Path(__file__).parents[1]
    env = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(root)}
    command = [sys.executable, "-m", "consolidator", "run", repository.path, *arguments]
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + 30
            while not (temporary.parent / "waiting").exists() and time.monotonic() < deadline:
                assert process.poll() is None, process.stderr.read().decode() if process.stderr else ""
                time.sleep(0.01)
            yield process
        finally:
            process.kill()


def stops_at(repository: TestRepository, temporary: Path, place: str) -> list[str]:
    """Arguments with which a run stands still in its tests or in a commit hook."""
    script = f"touch {temporary.parent / 'waiting'}; exec sleep 8"
    if place == "hook":
        repository.hook("pre-commit", script)
        return []
    return ["--test-command", script]


@pytest.mark.parametrize("place", ["hook", "tests"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_nothing(repository: TestRepository, temporary: Path, place: str, number: int) -> None:
    repository.commit(SERVICE)
    before = repository.checkout_state()
    with waiting(repository, temporary, *stops_at(repository, temporary, place)) as process:
        assert list(temporary.iterdir()) != []
        process.send_signal(number)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 128 + number, said
    assert said.startswith(b"error: ") and said.count(b"\n") == 1
    assert list(temporary.iterdir()) == []
    assert repository.leftovers() == [] and repository.checkout_state() == before


@pytest.mark.parametrize("place", ["hook", "tests"])
def test_the_next_run_cleans_up_after_a_killed_one(repository: TestRepository, temporary: Path, place: str) -> None:
    repository.commit(SERVICE)
    before = repository.checkout_state()
    with waiting(repository, temporary, *stops_at(repository, temporary, place)) as process:
        process.kill()
    assert list(temporary.iterdir()) != [] and repository.leftovers() != []
    recover(repository.path)
    assert list(temporary.iterdir()) == []
    assert repository.leftovers() == [] and repository.checkout_state() == before


def test_the_work_trees_of_others_stay(repository: TestRepository, temporary: Path, tmp_path: Path) -> None:
    """One of a living run, and one that somebody moved away or that lies on a disk that is not mounted."""
    repository.commit(SERVICE)
    repository.git("worktree", "add", "-q", "--detach", str(tmp_path / "gone"))
    (tmp_path / "gone").rename(tmp_path / "elsewhere")
    with waiting(repository, temporary, *stops_at(repository, temporary, "tests")):
        before = repository.leftovers()
        assert len(before) == 3
        recover(repository.path)
        assert repository.leftovers() == before
