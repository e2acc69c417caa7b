"""Whatever ends a proof, no process and no folder stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import consolidator
from consolidator.prove import processes

APPS = Path(__file__).parent / "apps"
ROOT = Path(consolidator.__file__).parents[1]
SCRIPT = """
import shutil, signal, sys
from pathlib import Path
from consolidator.prove.command import Arguments, Output, prove_command

# A shell starts background jobs with this signal ignored, and children inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
given = Arguments("per_call", "shared", Path("."), app="service:app", python=sys.executable,
                  requests=("GET:/",), total=100000, concurrency=4, max_connections=100)

def export(commit, folder):
    shutil.copytree(Path({apps!r}) / commit, folder, dirs_exist_ok=True)

prove_command(given, export, Output(sys.stdout, sys.stderr))
"""


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Path]:
    """A temporary folder that other users may pass through, so that everything is made inside it."""
    place = processes.make_folder("ending")
    place.chmod(0o777)
    yield place
    processes.remove_folder(place)


def _processes(scratch: Path) -> set[int]:
    """The processes that work in or know of the folder; zombies have neither."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                known = (entry / "environ").read_bytes() + str((entry / "cwd").readlink()).encode()
            except OSError:
                continue
            if str(scratch).encode() in known:
                found.add(int(entry.name))
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_in_the_middle_of_the_load(scratch: Path, number: int) -> None:
    env = {**os.environ, "TMPDIR": str(scratch), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SCRIPT.format(apps=str(APPS))]
    owner = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL, start_new_session=True)
    _await(lambda: len(list(scratch.glob("consolidate-tmp-prove-*/app.log"))) == 1, 20)
    time.sleep(1.0)
    assert len(_processes(scratch)) > 2
    owner.send_signal(number)
    owner.wait(20)
    _await(lambda: not _processes(scratch) and not list(scratch.iterdir()), 10)
    assert _processes(scratch) == set()
    assert list(scratch.iterdir()) == []


def test_a_group_that_ignores_the_request_is_killed(tmp_path: Path) -> None:
    stubborn = "trap '' TERM; sleep 60 & echo $! > pid; wait; sleep 60"
    child = processes.start(["/bin/sh", "-c", stubborn], cwd=tmp_path, output=subprocess.DEVNULL)
    _await(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text().strip() != "", 5)
    began = time.monotonic()
    child.stop(grace=0.2)
    assert time.monotonic() - began < 5
    grandchild = int((tmp_path / "pid").read_text())
    _await(lambda: not _alive(grandchild), 5)
    assert not _alive(grandchild)


def test_a_short_program_that_leaves_a_child_behind_takes_it_along(tmp_path: Path) -> None:
    done = processes.run(["/bin/sh", "-c", "sleep 60 & echo $!"], cwd=tmp_path)
    _await(lambda: not _alive(int(done.output)), 5)
    assert not _alive(int(done.output))


def test_a_fork_of_the_owner_does_not_keep_the_lifeline(tmp_path: Path) -> None:
    script = (
        "import os, sys, time\n"
        "from consolidator.prove import processes\n"
        "print(processes.make_folder('fork'), flush=True)\n"
        "if os.fork() == 0:\n    os.close(1)\n    time.sleep(8)\n    os._exit(0)\n"
        "os._exit(0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, timeout=30, cwd=ROOT)
    folder = Path(done.stdout.strip())
    _await(lambda: not folder.exists(), 4)
    assert not folder.exists()


def _await(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
