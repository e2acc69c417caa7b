"""Forty threads that each hold a connection and take another: all of them finish, none waits until a timeout."""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from app.totals import total

THREADS = 40
barrier = Barrier(THREADS)


def request(_):
    barrier.wait()
    return total()


with ThreadPoolExecutor(THREADS) as pool:
    found = []
    for future in [pool.submit(request, number) for number in range(THREADS)]:
        error = future.exception()
        found.append("failed" if error else future.result())
failed = found.count("failed")
print(f"{failed} of {THREADS} failed")
assert (failed > 0) == (sys.argv[1] == "too-small"), found
assert set(found) <= {21, "failed"}
