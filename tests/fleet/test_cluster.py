"""The same fleet on a Dask cluster of two worker processes."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from consolidator.fleet import cluster as clusters
from consolidator.fleet.work import runner

from .conftest import Fleet
from .services import BRANCH, branches, commits_on, git, service

NAMES = [f"service{number}" for number in range(6)]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler with two worker processes."""
    place = str(tmp_path / "dask")
    made = LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", local_directory=place
    )
    with made:
        yield made.scheduler_address


def fleet_of(tmp_path: Path) -> str:
    for name in NAMES:
        service(tmp_path / name)
    (tmp_path / "fleet.txt").write_text("\n".join([*NAMES, "missing"]))
    return str(tmp_path / "fleet.txt")


def test_a_worker_that_is_killed_loses_nothing_and_nothing_is_done_twice(
    tmp_path: Path, fleet: Fleet, cluster: str
) -> None:
    place = fleet_of(tmp_path)
    killed: list[int] = []
    killer = threading.Thread(target=lambda: killed.append(_kill_a_busy_worker(cluster)))
    killer.start()
    code, document = fleet("run", place, "--scheduler", cluster)
    killer.join()
    assert killed and code == 6 and document["counts"] == {"changed": 6, "failed": 1}
    for name in NAMES:
        assert branches(tmp_path / name) == [BRANCH, "main"] and commits_on(tmp_path / name) == 1
        assert document["by_name"][name]["commit"] == git(tmp_path / name, "rev-parse", BRANCH)


def _kill_a_busy_worker(address: str) -> int:
    with Client(address, set_as_default=False) as client:
        while not (busy := [pid for pid in client.run(_busy).values() if pid]):
            time.sleep(0.05)
    os.kill(busy[0], signal.SIGKILL)
    return busy[0]


def _busy() -> int:
    """The process of a worker while it does a service, else 0."""
    return os.getpid() if runner.at_work() else 0


def test_a_cluster_that_is_not_there_is_said_before_any_work(
    tmp_path: Path, fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    service(tmp_path / "one")
    (tmp_path / "fleet.txt").write_text("one\n")
    monkeypatch.setattr(clusters, "PATIENCE", 1)
    code, document = fleet("run", "fleet.txt", "--scheduler", "tcp://127.0.0.1:9")
    assert code == 6 and "cannot be reached" in document["error"]["message"]
    assert branches(tmp_path / "one") == ["main"]


def test_workers_of_another_version_are_refused(
    tmp_path: Path, fleet: Fleet, cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    service(tmp_path / "one")
    (tmp_path / "fleet.txt").write_text("one\n")
    monkeypatch.setattr(clusters, "__version__", "99.0")
    code, document = fleet("run", "fleet.txt", "--scheduler", cluster)
    assert code == 6 and "99.0" in document["error"]["cure"] and branches(tmp_path / "one") == ["main"]
