"""What the server itself counts: the connections of the role `app`, the counting one left out."""

import os
import threading
import time
from contextlib import contextmanager

from sqlalchemy import create_engine, text
from sqlalchemy.engine.url import make_url

URL = os.environ["DATABASE_URL"]
IS_MARIADB = URL.startswith("mysql")
BACKEND = "CONNECTION_ID()" if IS_MARIADB else "pg_backend_pid()"
"""What the server calls the connection that asks."""
OTHERS = (
    "FROM information_schema.processlist WHERE user = 'app'"
    if IS_MARIADB
    else "FROM pg_stat_activity WHERE usename = 'app' AND application_name <> 'observer'"
)


def share(full):
    """How many of a night's forks or loops are tried now."""
    return max(20, round(full * float(os.environ.get("SHARE", "1"))))


class Server:
    """Watches a server from outside the engines that are put to the proof."""

    def __init__(self):
        self._connection = _mariadb() if IS_MARIADB else _postgres()

    def count(self):
        """The connections that are open now."""
        return self._asked(f"SELECT count(*) {OTHERS}")[0][0]

    def end_all(self):
        """End them all, as a server does that is restarted or tired of idle ones."""
        if IS_MARIADB:
            for (number,) in self._asked(f"SELECT id {OTHERS}"):
                self._asked(f"KILL {number}")
        else:
            self._asked(f"SELECT pg_terminate_backend(pid) {OTHERS}")
        assert self.settled() == 0

    def _asked(self, query):
        with self._connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    def settled(self, most=0):
        """The connections once no more than `most` are left, or after ten seconds."""
        deadline = time.monotonic() + 10
        while (found := self.count()) > most and time.monotonic() < deadline:
            time.sleep(0.05)
        return found

    def steady(self):
        """The connections once none of them is about to end."""
        found, later = -1, self.count()
        while found != later:
            time.sleep(0.1)
            found, later = later, self.count()
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


def _postgres():
    import psycopg2

    url = URL.replace("+psycopg2", "").replace("+psycopg", "")
    connection = psycopg2.connect(url, application_name="observer")
    connection.autocommit = True
    return connection


def _mariadb():
    import pymysql

    url = make_url(URL)
    given = {"host": url.host, "port": url.port, "password": url.password}
    return pymysql.connect(user="observer", autocommit=True, **given)


def before(server, calls):
    """The connections after calls at once that each make an engine and leave it open, as before the change."""
    others = server.steady()
    engines = [create_engine(URL) for _ in range(calls)]

    def ask(engine):
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    in_threads([lambda engine=engine: ask(engine) for engine in engines])
    found = server.count() - others
    for engine in engines:
        engine.dispose()
    assert server.settled(others) <= others
    return found


def compared(before, after, what):
    """Say what the server counted before and after, on the one line that the table of attacks is made of."""
    assert after < before, (what, before, after)
    print(f"connections: {before} before, {after} after ({what})")


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
