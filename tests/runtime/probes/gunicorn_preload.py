"""Workers of a preloaded application answer 400 requests, each worker on connections of its own."""

import json
import re
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from counting import Server, compared

COMMAND = ["-m", "gunicorn", "--preload", "-w", "4", "-b", "127.0.0.1:0", "--chdir", str(Path(__file__).parent)]


def address_of(log):
    for _ in range(200):
        if found := re.search(r"Listening at: (\S+)", log.read_text()):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def main():
    log = Path("gunicorn.log")
    with log.open("w") as stream:
        server = subprocess.Popen([sys.executable, *COMMAND, "preloaded:application"], stderr=stream)
    try:
        address = address_of(log)

        def ask(number, path=""):
            with urllib.request.urlopen(f"{address}/{path}?n={number}", timeout=20) as answer:
                return [number, *json.load(answer)]

        with ThreadPoolExecutor(20) as threads:
            rows = list(threads.map(ask, range(400)))
        counter = Server()
        after = counter.count()
        for number in range(20):
            ask(number, "alone")
        compared(counter.count() - after, after, "20 requests; 400 by 4 workers")
    finally:
        server.terminate()
        server.wait(20)
    wrong = [row for row in rows if row[0] != row[1]]
    owners = {}
    for _, _, backend, process in rows:
        owners.setdefault(backend, set()).add(process)
    assert not wrong, wrong
    assert len({process for *_, process in rows}) > 1
    assert all(len(processes) == 1 for processes in owners.values()), owners


main()
