"""A number of jobs or a scheduler's address in; what runs picklable functions elsewhere out."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager


@contextmanager
def local(jobs: int) -> Iterator[Executor]:
    """`jobs` threads, each of which drives one process of its own; all are gone at the end."""
    from consolidator.fleet.work.runner import end_all, kill_all

    executor = ThreadPoolExecutor(jobs, thread_name_prefix="service")
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        kill_all()
        raise
    finally:
        executor.shutdown()
        end_all()
