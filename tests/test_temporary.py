"""Temporary folders: gone at the end, after a signal, and after a kill with the next run."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from consolidator import temporary

OWNER = (
    "import os, sys, time\n"
    "from consolidator import temporary\n"
    "path = temporary.make('test')\n"
    "(path / 'inner').mkdir()\n"
    "{more}\n"
    "print(path, flush=True)\n"
    "time.sleep(60)\n"
)


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of all temporary ones."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


@contextmanager
def owner(more: str = "") -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Another process that holds a folder."""
    command = [sys.executable, "-c", OWNER.format(more=more)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, Path(process.stdout.readline().strip())
        finally:
            process.kill()


@pytest.mark.parametrize("error", [None, ValueError, KeyboardInterrupt, SystemExit])
def test_a_folder_is_gone_at_the_end(base: Path, error: type[BaseException] | None) -> None:
    try:
        with temporary.folder("test") as path:
            (path / "deep").mkdir()
            assert path.parent == base and path.stat().st_mode & 0o777 == 0o700
            if error:
                raise error
    except BaseException as raised:
        assert type(raised) is error
    assert list(base.iterdir()) == []


def test_the_folder_of_a_killed_run_goes_with_the_next_one(base: Path) -> None:
    with owner() as (process, path):
        process.kill()
        process.wait()
        assert (path / "inner").is_dir()
        temporary.sweep()
    assert list(base.iterdir()) == []


def test_the_folder_of_a_living_run_stays() -> None:
    with owner() as (_, path), temporary.folder("test") as own:
        temporary.sweep()
        assert (path / "inner").is_dir() and own.is_dir()


def test_a_fork_neither_removes_nor_holds_the_folder(base: Path) -> None:
    """The fork ends first, then lives on after its parent was killed, and let go of its parent's folders."""
    with owner("if os.fork() == 0: sys.exit(0)\nos.wait()") as (process, path):
        assert path.is_dir()
    lives_on = "    os.close(1)\n    os.write(tell, b'.')\n    time.sleep(5)\n    os._exit(0)"
    with owner(f"told, tell = os.pipe()\nif os.fork() == 0:\n{lives_on}\nos.read(told, 1)") as (process, path):
        process.kill()
        process.wait()
        temporary.sweep()
        assert not path.exists()


def test_the_end_of_the_process_takes_what_is_left(base: Path) -> None:
    with owner("sys.exit()") as (process, _):
        process.wait()
    assert list(base.iterdir()) == []


def test_nothing_else_is_swept(base: Path) -> None:
    (base / "consolidate-demo-x").mkdir()
    (base / "other").mkdir()
    (base / f"{temporary.PREFIX}file").write_text("")
    (base / f"{temporary.PREFIX}link").symlink_to(base / "other")
    before = sorted(base.iterdir())
    temporary.sweep()
    assert sorted(base.iterdir()) == before
    assert list((base / "other").iterdir()) == []
