"""Signals that end the program come as exceptions, and neither too early nor never."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from consolidator import cli, signals
from consolidator.cli import entry
from consolidator.cli.ending import Answer

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


@pytest.mark.parametrize(("number", "error"), ENDING)
@pytest.mark.parametrize("collected", ["finalizer", "weak reference"])
def test_a_signal_while_an_object_is_collected_is_not_lost(
    number: int, error: type[BaseException], collected: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Python drops what is raised there, so that the program would go on."""

    class Held:
        def __del__(self) -> None:
            if collected == "finalizer":
                os.kill(os.getpid(), number)
                time.sleep(0)

    with pytest.raises(error), signals.ending():
        held = Held()
        reference = weakref.ref(held, lambda _: os.kill(os.getpid(), number)) if collected != "finalizer" else None
        del held
        assert reference is None or reference() is None
        time.sleep(30)
    assert capfd.readouterr().err == ""


def test_any_other_error_while_an_object_is_collected_is_told_as_ever(capfd: pytest.CaptureFixture[str]) -> None:
    class Held:
        def __del__(self) -> None:
            raise ValueError("broken")

    told: list[object] = []
    before, sys.unraisablehook = sys.unraisablehook, lambda dropped: told.append(type(dropped.exc_value))
    try:
        with signals.ending():
            Held()
    finally:
        sys.unraisablehook = before
    assert told == [ValueError]


@pytest.mark.parametrize(("raised", "code"), [(KeyboardInterrupt, 130), (lambda: signals.Ended(signal.SIGHUP), 129)])
def test_a_signal_while_a_class_is_defined_is_no_internal_error(
    raised: Callable[[], BaseException], code: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Python 3.11 and older put a RuntimeError around what `__set_name__` raises."""

    def defined(*_: object) -> Answer:
        raise RuntimeError("Error calling __set_name__") from raised()

    monkeypatch.setattr(entry, "_dispatch", defined)
    assert entry.run(["scan"]) == code
    assert capfd.readouterr().err.count("\n") == 1


def test_an_interrupt_between_a_command_and_its_answer_is_130(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(entry, "run", interrupted)
    assert cli.main(["scan"]) == 130
    assert capfd.readouterr().err.startswith("error: interrupted")


def test_an_interrupt_while_the_program_is_loaded_is_130(tmp_path: Path) -> None:
    """As early as Python lets anybody answer: a package that is interrupted while it is imported."""
    spec = find_spec("consolidator.__main__")
    assert spec is not None and spec.origin is not None
    origin = Path(spec.origin)
    package = tmp_path / "consolidator"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "__main__.py").write_bytes(origin.read_bytes())
    (package / "cli.py").write_text("raise KeyboardInterrupt\n")
    done = subprocess.run([sys.executable, "-m", "consolidator"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (130, 1)
    assert done.stderr.startswith("error: interrupted")
