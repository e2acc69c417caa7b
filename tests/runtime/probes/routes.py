"""A framework's health route answers with the numbers or 503, and its shutdown closes the pools."""

import asyncio
import os
import sys
from contextlib import contextmanager
from pathlib import Path

FRAMEWORK, MODULE = sys.argv[1:]
db = __import__(MODULE)
IS_ASYNC = MODULE != "db_kept"
SCHEME = "sqlite+aiosqlite" if IS_ASYNC else "sqlite"
GOOD, BAD = f"{SCHEME}:///{Path.cwd()}/good.sqlite", f"{SCHEME}:////nowhere/secret.sqlite"
NUMBERS = {"pool_size", "checked_in", "checked_out", "overflow"}


def install(space):
    """Run the rendered route and the rendered closing beside the application."""
    space["__name__"] = __name__
    for kind in ("status", "health", "lifespan"):
        exec(Path(f"{kind}.txt").read_text(), space)


@contextmanager
def asgi(app):
    from starlette.testclient import TestClient

    with TestClient(app) as client:
        yield lambda path: as_triple(client.get(path))


def as_triple(answer):
    return answer.status_code, answer.json(), answer.headers.get("Cache-Control")


@contextmanager
def fastapi():
    from fastapi import FastAPI

    app = FastAPI()
    install({"app": app})
    with asgi(app) as ask:
        yield ask


@contextmanager
def starlette():
    from starlette.applications import Starlette
    from starlette.routing import Mount

    async def everything(scope, receive, send):
        raise AssertionError("taken by the mount")

    app = Starlette(routes=[Mount("/", everything)])
    install({"app": app})
    with asgi(app) as ask:
        yield ask


@contextmanager
def sanic():
    from sanic import Sanic

    app = Sanic("probe")
    install({"app": app})
    with asgi(app) as ask:
        yield ask


@contextmanager
def litestar():
    from litestar import Litestar
    from litestar.testing import TestClient

    app = Litestar()
    install({"app": app})
    with TestClient(app) as client:
        yield lambda path: as_triple(client.get(path))


@contextmanager
def flask():
    import atexit

    from flask import Flask

    app = Flask("probe")
    install({"app": app})

    def ask(path):
        answer = app.test_client().get(path)
        return answer.status_code, answer.json, answer.headers.get("Cache-Control")

    yield ask
    atexit._run_exitfuncs()


@contextmanager
def django():
    import atexit

    import django
    from django.conf import settings
    from django.test import Client

    space = {"app": []}
    settings.configure(ROOT_URLCONF=sys.modules[__name__], ALLOWED_HOSTS=["*"], DEBUG=False)
    django.setup()
    install(space)
    globals()["urlpatterns"] = space["app"]

    def ask(path):
        answer = Client().get(path)
        return answer.status_code, answer.json(), answer.headers.get("Cache-Control")

    yield ask
    atexit._run_exitfuncs()


@contextmanager
def on_loop(start):
    loop = asyncio.new_event_loop()
    ask, stop = loop.run_until_complete(start())
    yield lambda path: loop.run_until_complete(ask(path))
    loop.run_until_complete(stop())
    loop.close()


async def start_aiohttp():
    from aiohttp import web
    from aiohttp.test_utils import TestClient, TestServer

    app = web.Application()
    install({"app": app})
    client = TestClient(TestServer(app))
    await client.start_server()

    async def ask(path):
        answer = await client.get(path)
        return answer.status, await answer.json(), answer.headers.get("Cache-Control")

    return ask, client.close


async def start_quart():
    from quart import Quart

    app = Quart("probe")
    install({"app": app})
    running = app.test_app()
    await running.startup()

    async def ask(path):
        answer = await app.test_client().get(path)
        return answer.status_code, await answer.get_json(), answer.headers.get("Cache-Control")

    return ask, running.shutdown


SERVERS = {
    **{one.__name__: one for one in (fastapi, starlette, sanic, litestar, flask, django)},
    "aiohttp": lambda: on_loop(start_aiohttp),
    "quart": lambda: on_loop(start_quart),
}
os.environ["DATABASE_URL"] = GOOD
with SERVERS[FRAMEWORK]() as ask:
    status, body, _ = ask("/health/db")
    assert (status, set(body)) == (200, NUMBERS), (status, body)
    assert all(isinstance(number, int) for number in body.values()), body
    os.environ["DATABASE_URL"] = BAD
    status, body, cache = ask("/health/db")
    assert (status, cache) == (503, "no-store"), (status, body, cache)
    assert set(body) == NUMBERS, body
    registry = db._async_engines if IS_ASYNC else db._engines
    pools = [(engine, engine.pool) for engine in registry.values()]
    assert len(pools) == 2
are_closed = all(engine.pool is not pool and engine.pool.checkedin() == 0 for engine, pool in pools)
assert are_closed or (IS_ASYNC and FRAMEWORK in ("flask", "django")), "shutdown leaves the pools open"
if not are_closed:
    # Connections of a loop that is gone cannot be closed, and drivers may abort when the interpreter collects them.
    sys.stderr.flush()
    os._exit(0)
