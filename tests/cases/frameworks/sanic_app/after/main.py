import asyncio
import json
import logging
from typing import Any

from sanic import Request, Sanic
from sanic.response import HTTPResponse, json as response_json, text

from sqlalchemy import exc, text as sqlalchemy_text
from sqlalchemy.pool import QueuePool
from src.db import close_async_db, get_async_engine

app = Sanic("shop")


@app.listener("after_server_stop")
async def close_database(app: Any, loop: Any) -> None:
    """Close the database's pools."""
    await close_async_db()


@app.get("/")
async def home(request):
    return text(json.dumps({}))


_probe: Any = None
_answers = True


async def _select_one() -> None:
    async with get_async_engine().connect() as connection:
        await connection.execute(sqlalchemy_text("SELECT 1"))


async def _ask_database() -> None:
    global _answers
    try:
        await asyncio.wait_for(_select_one(), 5)
        _answers = True
    except exc.TimeoutError:
        pass  # tells of load, not of the database: the last answer stands
    except Exception as error:  # may name host and user
        logging.getLogger(__name__).warning("no answer: %r", type(error))
        _answers = False


async def _database_status() -> tuple[bool, dict[str, Any]]:
    """Whether the database answers (one probe asks), and the numbers."""
    global _answers, _probe
    pool: Any = get_async_engine().pool
    counted = isinstance(pool, QueuePool)
    limit = pool.size() + getattr(pool, "_max_overflow", 0) if counted else 0
    if not counted or pool.checkedout() < limit:  # else the last answer stands
        loop = asyncio.get_running_loop()
        if _probe is None or _probe.done() or _probe.get_loop() is not loop:
            _probe = asyncio.ensure_future(_ask_database())
        await asyncio.wait({_probe}, timeout=5)
        _answers = _answers and _probe.done()
    return _answers, {
        "pool_size": pool.size() if counted else None,
        "checked_in": pool.checkedin() if counted else None,
        "checked_out": pool.checkedout() if counted else None,
        "overflow": max(0, pool.overflow()) if counted else None,
    }


@app.get("/health/db")
async def database_health(request: Request) -> HTTPResponse:
    """Answer with the pool's numbers; for readiness, not liveness."""
    answers, numbers = await _database_status()
    headers = {"Cache-Control": "no-store"}
    return response_json(numbers, status=200 if answers else 503, headers=headers)
