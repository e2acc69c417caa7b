"""The process that works on orders: reads them from one pipe until that closes, and ends when the other does."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing.connection import Connection

from consolidator.collection import collect_all
from consolidator.fleet.values import Order
from consolidator.fleet.work.service import serve


def main(orders_handle: int, lifeline_handle: int) -> None:
    """Work until there are no more orders; this process and all it started end as soon as the lifeline does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    orders = Connection(orders_handle)
    threading.Thread(target=_end_with, args=(Connection(lifeline_handle),), daemon=True).start()
    with suppress(EOFError):
        while True:
            order = orders.recv()
            assert isinstance(order, Order)
            orders.send(serve(order, _say))
            collect_all()


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _end_with(lifeline: Connection) -> None:
    """The other end is closed by the system when its process is gone, even when that was killed."""
    with suppress(EOFError, OSError):
        lifeline.recv()
    os.killpg(0, signal.SIGKILL)
