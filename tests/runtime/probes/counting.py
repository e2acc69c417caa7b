"""What the server itself counts: the connections of the role `app`, the counting one left out."""

import os
import threading
import time
from contextlib import contextmanager

import psycopg2

QUERY = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'app' AND application_name <> 'observer'"


def share(full):
    """How many of a night's forks or loops are tried now."""
    return max(20, round(full * float(os.environ.get("SHARE", "1"))))


class Server:
    """Watches a server from outside the engines that are put to the proof."""

    def __init__(self):
        url = os.environ["DATABASE_URL"].replace("+psycopg2", "").replace("+psycopg", "")
        self._connection = psycopg2.connect(url, application_name="observer")
        self._connection.autocommit = True

    def count(self):
        """The connections that are open now."""
        with self._connection.cursor() as cursor:
            cursor.execute(QUERY)
            return cursor.fetchone()[0]

    def settled(self, most=0):
        """The connections once no more than `most` are left, or after ten seconds."""
        deadline = time.monotonic() + 10
        while (found := self.count()) > most and time.monotonic() < deadline:
            time.sleep(0.05)
        return found

    @contextmanager
    def peak(self):
        """Gives a list whose last item is the most connections seen, once the block has ended."""
        seen, done = [0], threading.Event()

        def watch():
            while not done.is_set():
                seen.append(max(seen[-1], self.count()))
                time.sleep(0.01)

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            yield seen
        finally:
            done.set()
            watcher.join()
            seen.append(max(seen[-1], self.count()))


def in_threads(works):
    """Run each in a thread of its own at the same moment; fail with what they raised."""
    works = list(works)
    barrier, failures = threading.Barrier(len(works)), []

    def run(work):
        barrier.wait()
        try:
            work()
        except BaseException as error:
            failures.append(repr(error))

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, (len(failures), failures[:3])
