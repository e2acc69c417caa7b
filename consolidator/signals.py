"""Signals that end a program -> exceptions, so that everything is cleaned up on the way out."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn

_NAMES = ("SIGTERM", "SIGHUP")
_Handler = Callable[[int, FrameType | None], Any] | int | None
_ENDING = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))


class Ended(SystemExit):
    """One of the signals came; the status is a shell's for a program that a signal ended."""

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)
        self.signal = signal.Signals(number).name
        self.status = 128 + number


@contextmanager
def ending() -> Iterator[None]:
    """Turn SIGTERM and SIGHUP into Ended while the block lasts; one that is ignored, as under `nohup`, stays so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    earlier = {number: signal.getsignal(number) for number in _ENDING}
    for number, handler in earlier.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, _end)
    try:
        yield
    finally:
        _restore(earlier)


@contextmanager
def held_off() -> Iterator[None]:
    """Let no signal interrupt a clean-up, nor the processes that it starts; one that comes is dealt with afterwards.

    The mask is inherited by the processes. It alone does not hold a signal off in a program with threads, as one
    that is sent to the process then goes to another thread, and its handler runs in this one: hence handlers that
    take notes.
    """
    if threading.current_thread() is not threading.main_thread():
        with _blocked():
            yield
        return
    came: list[int] = []
    earlier = {number: signal.getsignal(number) for number in (signal.SIGINT, *_ENDING)}
    for number, handler in earlier.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, lambda number, frame: came.append(number))
    try:
        with _blocked():
            yield
    finally:
        _restore(earlier)
        if came:
            signal.raise_signal(came[0])


@contextmanager
def _blocked() -> Iterator[None]:
    """Block the signals in this thread and in what it starts, where the platform can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, *_ENDING))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _restore(earlier: Mapping[int, _Handler]) -> None:
    """Set the handlers of before; one that was not set by Python cannot be."""
    for number, handler in earlier.items():
        signal.signal(number, signal.SIG_DFL if handler is None else handler)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    raise Ended(number)
