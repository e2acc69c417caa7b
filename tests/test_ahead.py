"""Files that several processes read: the facts are those that one process reads, whatever becomes of the others."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from consolidator import ahead
from consolidator.ahead import read_ahead, sharing
from consolidator.frozen import fields
from consolidator.model import Facts
from consolidator.survey import no_tick, survey
from consolidator.syntax.answering import received, send
from consolidator.syntax.reading import read, remembering
from tests.casework import snapshot_of

ENGINE = '''"""Rows of a table."""
import os
import pickle

from sqlalchemy import create_engine


def rows(limit: int = 50) -> list:
    """Read them, {number} at a time, and log the rest of them where somebody else may look at it."""
    engine = create_engine(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        return [row for row in connection.exec_driver_sql("SELECT 1") if row.number > limit + {number}]
'''
FILES = {f"app/part_{number:02}.py": ENGINE.format(number=number).encode() for number in range(40)}
ODD = {"app/broken.py": b"def f(:\n", "app/latin.py": b"# \xe9\nx = 1\n", "app/wide.py": "größe = 'ü'\n".encode()}


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "FEW", 4)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The processes that were started, none of which is left at the end."""
    rows: list[subprocess.Popen[bytes]] = []
    start = ahead._start
    monkeypatch.setattr(ahead, "_start", lambda: rows.append(start()) or rows[-1])  # type: ignore[func-returns-value]
    yield rows
    assert all(row.poll() is not None for row in rows)


def said(facts: Facts) -> dict[str, Any]:
    rows = {name: getattr(facts, name) for name in ("bindings", "calls", "refs", "texts")}
    return {each.name: getattr(facts, each.name) for each in fields(Facts)} | rows


def read_by(jobs: int, files: dict[str, bytes]) -> dict[str, Facts]:
    with remembering(), sharing(jobs):
        return read_ahead(sorted(files), files, no_tick)


def test_several_processes_read_what_one_does(started: list[subprocess.Popen[bytes]]) -> None:
    found = read_by(3, {**FILES, **ODD})
    assert len(started) == 2
    assert found.keys() == {*FILES, "app/wide.py"}
    assert all(said(found[path]) == said(read(path, {**FILES, **ODD}[path])) for path in found)


def test_a_survey_has_the_same_files_in_the_same_order(started: list[subprocess.Popen[bytes]]) -> None:
    snapshot = snapshot_of({**FILES, **{path: b"import sqlalchemy\ncreate_engine = 1\n" + ODD[path] for path in ODD}})
    alone = survey(snapshot)
    assert not started
    with remembering(), sharing(2):
        found = survey(snapshot)
    assert started
    assert list(found.facts) == list(alone.facts) and found.unreadable == alone.unreadable
    assert [said(row) for row in found.facts.values()] == [said(row) for row in alone.facts.values()]


def test_what_was_read_is_remembered(started: list[subprocess.Popen[bytes]]) -> None:
    with remembering(), sharing(2):
        first = read_ahead(sorted(FILES), FILES, no_tick)
        again = read_ahead(sorted(FILES), FILES, no_tick)
        assert len(started) == 1
        assert all(again[path] is first[path] is read(path, FILES[path]) for path in FILES)


@pytest.mark.parametrize("jobs", [1, 2])
def test_few_files_are_read_by_this_process_alone(started: list[subprocess.Popen[bytes]], jobs: int) -> None:
    files = FILES if jobs == 1 else dict(list(FILES.items())[:4])
    assert read_by(jobs, files) == {}
    assert not started


@pytest.mark.parametrize(
    "start",
    [
        "raise SystemExit(1)",
        "import sys; sys.stdout.buffer.write(b'nonsense' * 100)",
        "import sys; sys.stdin.buffer.read(9); sys.stdout.buffer.write(bytes([1] + [0] * 7 + [78]))",
        "import os, sys; sys.stdin.buffer.read(9); os.kill(os.getpid(), 9)",
    ],
    ids=["ends at once", "answers too early", "answers something else", "is killed"],
)
def test_a_process_that_fails_leaves_nothing_unread(
    started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    monkeypatch.setattr(ahead, "_START", start)
    snapshot = snapshot_of(FILES)
    with remembering(), sharing(2):
        found = survey(snapshot)
    assert started
    assert [said(row) for row in found.facts.values()] == [said(row) for row in survey(snapshot).facts.values()]


def test_without_further_processes_all_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> subprocess.Popen[bytes]:
        raise OSError("too many processes")

    monkeypatch.setattr(ahead, "_start", fail)
    assert read_by(2, FILES).keys() == FILES.keys()


def test_nothing_of_the_service_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = "from pathlib import Path\nPath(__file__).with_suffix('.ran').touch()\n"
    for name in ("ast", "pickle", "gc", "sitecustomize", "consolidator"):
        (tmp_path / f"{name}.py").write_text(trap, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with ahead._started(1) as (other,):
        assert other.stdin is not None and other.stdout is not None
        send(other.stdin, pickle.dumps([b"x = 1\n"]))
        assert received(other.stdout) is not None
    assert not list(tmp_path.glob("*.ran"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_process_ends_with_the_one_that_started_it(number: int) -> None:
    script = (
        "import time; from consolidator import ahead\n"
        "with ahead._started(1) as (other,): print(other.pid, flush=True); time.sleep(60)"
    )
    root = str(Path(ahead.__file__).parents[1])
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": root},
    ) as parent:
        assert parent.stdout is not None
        other = int(parent.stdout.readline())
        parent.send_signal(number)
        parent.wait(20)
    deadline = time.monotonic() + 20
    while _runs(other) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(other)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_ctrl_c_is_the_affair_of_the_process_that_reads_the_answers() -> None:
    with ahead._started(1) as (other,):
        assert other.stdin is not None and other.stdout is not None
        send(other.stdin, pickle.dumps([b"x = 1\n"]))
        assert received(other.stdout) is not None
        other.send_signal(signal.SIGINT)
        send(other.stdin, pickle.dumps([b"x = 1\n"]))
        assert received(other.stdout) is not None
