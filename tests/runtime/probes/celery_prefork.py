"""Prefork workers answer 300 tasks, each worker on connections of its own."""

import os
import subprocess
import sys
from pathlib import Path

from counting import Server, compared

COMMAND = ["-m", "celery", "--workdir", str(Path(__file__).parent), "-A", "tasks", "worker"]
OPTIONS = ["-P", "prefork", "-c", "4", "--without-gossip", "--without-mingle", "--without-heartbeat"]


def main():
    queue = Path("queue").resolve()
    queue.mkdir()
    os.environ["QUEUE"] = str(queue)
    from tasks import alone, answer

    with Path("celery.log").open("w") as log:
        worker = subprocess.Popen([sys.executable, *COMMAND, *OPTIONS], stdout=log, stderr=log)
    try:
        promised = [answer.delay(number) for number in range(300)]
        rows = [one.get(timeout=60, interval=0.02) for one in promised]
        counter = Server()
        after = counter.count()
        for one in [alone.delay(number) for number in range(20)]:
            one.get(timeout=60, interval=0.02)
        compared(counter.count() - after, after, "20 tasks; 300 by 4 workers")
    finally:
        worker.terminate()
        worker.wait(30)
    wrong = [row for row in rows if row[0] != row[1]]
    owners = {}
    for _, _, backend, process in rows:
        owners.setdefault(backend, set()).add(process)
    assert not wrong, wrong
    assert len({process for *_, process in rows}) > 1
    assert all(len(processes) == 1 for processes in owners.values()), owners


main()
