"""A scheduler's address in; what runs picklable functions on the workers of that Dask cluster out."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, cast

from consolidator import __version__
from consolidator.errors import EnvironmentFailed
from consolidator.masking import mask, printable

PATIENCE = 30
"""Seconds for the scheduler to answer and for a first worker to be there."""


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The cluster behind `address`, such as `tcp://scheduler:8786`; each thread of a worker does one service.

    Work of a worker that is lost is done by another one (distributed.dask.org, resilience). Raises EnvironmentFailed
    where the cluster cannot be reached, has no workers, or these have another version of the program.
    """
    client = _client(address)
    try:
        _check_workers(client, address)
        executor = cast(Executor, client.get_executor(pure=False))
        try:
            yield executor
        finally:
            executor.shutdown(wait=False)
    finally:
        client.close()


def version() -> str:
    """The version that the worker which runs this has installed."""
    return __version__


def _client(address: str) -> Any:
    try:
        import distributed
    except ImportError:
        raise EnvironmentFailed(
            "Dask is not installed", "install it: pip install 'consolidate[cluster]', here and on the workers"
        ) from None
    try:
        return cast(Any, distributed).Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise EnvironmentFailed(
            f"the scheduler {_shown(address)} cannot be reached: {_shown(error)}",
            "start it with `dask scheduler`, and name it as it says, such as tcp://127.0.0.1:8786",
        ) from None


def _check_workers(client: Any, address: str) -> None:
    """All workers can do the work, and do it alike."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise EnvironmentFailed(
            f"the scheduler {_shown(address)} has no workers", f"start some: dask worker {_shown(address)}"
        ) from None
    cure = f"install consolidate {__version__} on every worker"
    try:
        found = set(client.run(version).values())
    except Exception as error:
        raise EnvironmentFailed(f"the workers cannot run consolidate: {_shown(error)}", cure) from None
    if found != {__version__}:
        raise EnvironmentFailed(f"the workers have consolidate {', '.join(sorted(found))}", cure)


def _shown(what: object) -> str:
    return printable(mask(str(what)))
