"""A forked process has connections of its own where an engine stays in its own file: no backend used by two."""

import importlib
import json
import os
import signal
import sys

from sqlalchemy import text

engine_of = importlib.import_module(sys.argv[1])
signal.alarm(60)


def ask(number):
    with getattr(engine_of, sys.argv[2])().connect() as connection:
        answer, backend = connection.execute(text(f"SELECT {number}, pg_backend_pid()")).one()
    assert answer == number
    return backend


def ask_often(start):
    return sorted({ask(number) for number in range(start, start + 200)})


def forked():
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        found = None
        try:
            found = ask_often(1000)
        finally:
            os.write(writer, json.dumps(found).encode())
            os._exit(0)
    os.close(writer)
    return child, reader


before = ask(1)
children = [forked() for _ in range(3)]
own = ask_often(2000)
theirs = []
for child, reader in children:
    with os.fdopen(reader) as stream:
        theirs.append(json.load(stream))
    assert os.waitpid(child, 0)[1] == 0
assert before in own
backends = [backend for found in (own, *theirs) for backend in found]
assert all(theirs) and len(set(backends)) == len(backends), (own, theirs)
assert ask(7) in own
