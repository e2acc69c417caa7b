"""Signals that end the program come as exceptions, and neither too early nor never."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from consolidator import signals

ENDING = [(signal.SIGTERM, signals.Ended), (signal.SIGHUP, signals.Ended), (signal.SIGINT, KeyboardInterrupt)]


@pytest.fixture(autouse=True)
def listening() -> None:
    """A shell starts background jobs with this signal ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.parametrize(("number", "error"), ENDING)
def test_a_signal_is_an_exception_while_the_block_lasts(number: int, error: type[BaseException]) -> None:
    before = signal.getsignal(number)
    with pytest.raises(error), signals.ending():
        os.kill(os.getpid(), number)
    assert signal.getsignal(number) == before


@pytest.mark.parametrize(("number", "error"), ENDING)
def test_a_clean_up_is_not_interrupted_and_the_signal_comes_after_it(number: int, error: type[BaseException]) -> None:
    done: list[str] = []

    def clean() -> None:
        with signals.held_off():
            os.kill(os.getpid(), number)
            done.append("cleaned")
        done.append("went on")

    with pytest.raises(error), signals.ending():
        clean()
    assert done == ["cleaned"]


def test_what_a_clean_up_starts_is_not_interrupted_either() -> None:
    script = "import os, signal; os.kill(os.getpid(), signal.SIGINT); print('done')"
    with signals.held_off():
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout == "done\n"


def test_a_clean_up_in_a_clean_up() -> None:
    done: list[str] = []

    def inner(after: Callable[[], None]) -> None:
        with signals.held_off():
            os.kill(os.getpid(), signal.SIGTERM)
        after()

    with pytest.raises(signals.Ended), signals.ending(), signals.held_off():
        inner(lambda: done.append("inner"))
    assert done == ["inner"]


def test_a_signal_that_the_caller_ignores_stays_ignored() -> None:
    """As under `nohup`."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with signals.ending():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
