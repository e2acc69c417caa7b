from typing import Any

from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

from src.db import close_async_db, ping_async, pool_status
from src.db_pool import close_db_pool, init_db_pool

app = Sanic("service")


@app.get("/health/db")
async def database_health(request: Request) -> HTTPResponse:
    """Answer with the pool's numbers, or 503 when the database does not answer."""
    if await ping_async():
        return json(pool_status())
    return json(
        {"status": "unavailable", **pool_status()},
        status=503,
        headers={"Cache-Control": "no-store"},
    )


@app.listener("before_server_start")
async def open_database(app: Any, loop: Any) -> None:
    """Open the database's pools."""
    await init_db_pool()


@app.listener("after_server_stop")
async def close_database(app: Any, loop: Any) -> None:
    """Close the database's pools."""
    await close_db_pool()
    await close_async_db()
