"""An order in; the result of a process of its own out, which is ended where it takes too long or too much."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from multiprocessing.connection import Pipe
from typing import IO

from consolidator import pipeline
from consolidator.errors import ConsolidateError
from consolidator.fleet.values import Failure, Limits, Order, Outcome, Result
from consolidator.fleet.work.log import tail

ORDERS_OF_ONE_PROCESS = 100
"""After these a new process is taken, so that what the earlier ones left in memory is gone."""

PATIENCE = 10
"""Seconds for a process that closed its pipe to end."""


_START = (
    "import sys; sys.path[:] = sys.argv[1].split(__import__('os').pathsep); "
    "from consolidator.fleet.work.process import main; main(*map(int, sys.argv[2:]))"
)
"""Imports from where this process does, and never from the folder it stands in, which may be a service's."""


class Runner:
    """A process that works on one order after the other; it ends with this one, however this one ends."""

    def __init__(self) -> None:
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed by `end`)
        self._connection, theirs = Pipe()
        self._lifeline, their_end = Pipe()
        handles = (theirs.fileno(), their_end.fileno())
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _START, os.pathsep.join(sys.path), *map(str, handles)],
            pass_fds=handles,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        theirs.close()
        their_end.close()
        self.orders = 0
        self._order: Order | None = None
        self._began = 0.0

    def at_work(self) -> tuple[str, float, str] | None:
        """The service at hand, the seconds that it took so far, and its latest step; None while there is none."""
        order = self._order
        if order is None:
            return None
        step = self.log().rpartition("\n")[2].partition(" s  ")[2]
        return order.service.name, time.monotonic() - self._began, step

    def run(self, order: Order) -> Result | None:
        """The result, or None where the process did not live to give it; raises TimeoutError."""
        self.orders += 1
        os.ftruncate(self._log.fileno(), 0)
        os.lseek(self._log.fileno(), 0, os.SEEK_SET)
        self._order, self._began = order, time.monotonic()
        try:
            self._connection.send(order)
            in_time = self._connection.poll(order.limits.seconds)
            result = self._connection.recv() if in_time else None
        except (EOFError, OSError):
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(PATIENCE)
            return None
        finally:
            self._order = None
        if not in_time:
            raise TimeoutError
        assert isinstance(result, Result)
        return result

    def log(self) -> str:
        """The end of what the process said about the order at hand."""
        return tail(self._log)

    def kill(self) -> int:
        """End the process and all that it started; returns its exit status, negative for a signal."""
        ended = self._process.poll()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        status = self._process.wait()
        return status if ended is None else ended

    def end(self) -> int:
        """Kill, and let go of what this process holds of it."""
        status = self.kill()
        for part in (self._connection, self._lifeline, self._log):
            part.close()
        return status


class _Runners:
    """The process of each thread, and all of them together for the end."""

    def __init__(self) -> None:
        self._own = threading.local()
        self._lock = threading.Lock()
        self._all: set[Runner] = set()
        self._ending = False

    def take(self) -> Runner:
        """The process of this thread, a new one where it has none; raises RuntimeError once all were to end."""
        if self._ending:
            raise RuntimeError("the fleet is ending")
        runner: Runner | None = getattr(self._own, "runner", None)
        if runner is None or runner not in self._all:
            runner = self._own.runner = Runner()
            with self._lock:
                self._all.add(runner)
        return runner

    def drop(self, runner: Runner) -> int:
        """End a process; the next order gets a new one."""
        with self._lock:
            self._all.discard(runner)
        return runner.end()

    def drop_all(self) -> None:
        """End them all; to be called when no thread works any more."""
        for runner in list(self._all):
            self.drop(runner)
        self._ending = False

    def at_work(self) -> list[tuple[str, float, str]]:
        """What is at hand in every process, the longest first."""
        found = [each.at_work() for each in list(self._all)]
        return sorted((each for each in found if each), key=lambda each: -each[1])

    def kill_all(self) -> None:
        """End what is at work, and let nothing begin; the threads see it, and each lets go of its own."""
        self._ending = True
        for runner in list(self._all):
            runner.kill()


_runners = _Runners()
end_all = _runners.drop_all
kill_all = _runners.kill_all
at_work = _runners.at_work


def work(order: Order) -> Result:
    """Work on an order within its limits; whatever happens is a result."""
    began = time.monotonic()
    runner = _runners.take()
    try:
        result = runner.run(order)
    except TimeoutError:
        log = runner.log()
        _runners.drop(runner)
        _tidy(order)
        return _ended(order, began, log, *_too_slow(order.limits))
    if result is None:
        log, status = runner.log(), _runners.drop(runner)
        _tidy(order)
        return _ended(order, began, log, *_gone(status, order.limits))
    if result.exit_code == 70 or runner.orders >= ORDERS_OF_ONE_PROCESS:
        _runners.drop(runner)
    return result


def _tidy(order: Order) -> None:
    """Remove what a process that was ended left in the user's own repository; a clone waits for its next run."""
    if not (order.service.is_remote or order.dry_run):
        with suppress(ConsolidateError, OSError):
            pipeline.recover(order.service.source)


def _too_slow(limits: Limits) -> tuple[str, str]:
    return (
        f"it took longer than {limits.seconds or 0:g} seconds and was ended",
        "give it more with --timeout, or look into the log for the step that it was at",
    )


def _gone(status: int, limits: Limits) -> tuple[str, str]:
    how = f"signal {-status}" if status < 0 else f"status {status}"
    return (
        f"its process ended with {how}, perhaps for want of memory",
        f"give it more than the {limits.megabytes or 'available'} MB with --memory, or run fewer at a time with -j",
    )


def _ended(order: Order, began: float, log: str, message: str, cure: str) -> Result:
    return Result(
        order.service.name,
        Outcome.FAILED,
        exit_code=6,
        seconds=time.monotonic() - began,
        error=Failure("environment", message, cure),
        log=log,
    )
