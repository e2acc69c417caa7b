"""The process that works on a service: what ends it, and what is left of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from consolidator import migration
from consolidator.fleet.values import Limits, Order, Outcome, Service
from consolidator.fleet.work import runner
from consolidator.fleet.work.limits import limited
from consolidator.fleet.work.service import serve

from .services import CLEAN, service

SLEEPER = (("test-command", "sleep 600"),)


def test_a_process_that_dies_is_a_failure_with_its_signal(tmp_path: Path) -> None:
    order = Order(Service("one", str(service(tmp_path / "one"))), SLEEPER, str(tmp_path))
    found = []
    worker = threading.Thread(target=lambda: found.append(runner.work(order)))
    worker.start()
    while not runner._runners._all:
        time.sleep(0.05)
    (at_work,) = runner._runners._all
    os.kill(at_work._process.pid, signal.SIGKILL)
    worker.join(60)
    assert found[0].outcome is Outcome.FAILED and found[0].exit_code == 6
    assert found[0].error and "signal 9" in found[0].error.message and not runner._runners._all


def test_the_process_and_what_it_started_end_with_their_owner(tmp_path: Path) -> None:
    order = f"Order(Service('one', {str(service(tmp_path / 'one'))!r}), {SLEEPER!r}, {str(tmp_path)!r})"
    script = f"from consolidator.fleet.values import *; from consolidator.fleet.work import work; work({order})"
    owner = subprocess.Popen(
        [sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    while not (sleeping := _children_of(_children_of([owner.pid]))):
        time.sleep(0.1)
    owner.kill()
    owner.wait()
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{pid}/exe").exists() for pid in sleeping) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [pid for pid in sleeping if Path(f"/proc/{pid}/exe").exists()]


def _children_of(parents: list[int]) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True).stdout.splitlines()
    rows = [tuple(map(int, line.split())) for line in listed]
    return [pid for pid, parent in rows if parent in parents]


def test_memory_is_bounded_for_one_order_and_given_back(tmp_path: Path) -> None:
    script = """
from consolidator.fleet.work.limits import limited
with limited(200):
    try:
        bytearray(300_000_000)
    except MemoryError:
        print("refused")
print(len(bytearray(300_000_000)))
"""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=env)
    assert done.stdout.split() == ["refused", "300000000"]


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [(MemoryError(), 6, "more than the 512 MB"), (ValueError("postgresql://u:secret@h/d"), 70, "ValueError")],
)
def test_whatever_happens_is_a_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int, said: str
) -> None:
    def fail(*words: object) -> None:
        raise error

    monkeypatch.setattr(migration, "weigh", fail)
    monkeypatch.setattr("consolidator.fleet.work.service.limited", lambda megabytes: limited(None))
    order = Order(Service("one", str(service(tmp_path / "one", CLEAN))), (), str(tmp_path), Limits(None, 512))
    result = serve(order, lambda line: None)
    assert result.outcome is Outcome.FAILED and result.exit_code == code
    assert result.error and said in result.error.message and "secret" not in result.error.message
