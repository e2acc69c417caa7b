"""Signals that end a program -> exceptions, so that everything is cleaned up on the way out."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn

_NAMES = ("SIGTERM", "SIGHUP")
_AGAIN = 0.01
"""Seconds after which a signal that was lost is sent again: by then what lost it is over."""
_Handler = Callable[[int, FrameType | None], Any] | int | None
_ENDING = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))


class Ended(SystemExit):
    """One of the signals came; the status is a shell's for a program that a signal ended."""

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)
        self.number = number
        self.signal = signal.Signals(number).name
        self.status = 128 + number


@contextmanager
def ending() -> Iterator[None]:
    """Turn SIGTERM and SIGHUP into Ended while the block lasts; one that is ignored, as under `nohup`, stays so.

    Python drops what is raised while it collects an object (in `__del__`, in the callback of a weak reference), so
    that the program would go on; such a signal is sent once more.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    earlier = {number: signal.getsignal(number) for number in _ENDING}
    for number, handler in earlier.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, _end)
    over, hook = threading.Event(), sys.unraisablehook
    sys.unraisablehook = _repeating(hook, over)
    try:
        yield
    finally:
        over.set()
        sys.unraisablehook = hook
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


def _repeating(other: Callable[[Any], Any], over: threading.Event) -> Callable[[Any], None]:
    """What Python calls with an error that it drops: a signal comes again, anything else goes to `other`."""

    def repeat(dropped: Any) -> None:
        error = dropped.exc_value
        if isinstance(error, Ended | KeyboardInterrupt):
            number = error.number if isinstance(error, Ended) else signal.SIGINT
            threading.Timer(_AGAIN, _send, (number, over)).start()
        else:
            other(dropped)

    return repeat


def _send(number: int, over: threading.Event) -> None:
    """Send the signal to the main thread, so that what it waits for ends, unless nobody listens any more."""
    main = threading.main_thread().ident
    if over.is_set() or main is None:
        return
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(main, number)
    else:
        signal.raise_signal(number)
