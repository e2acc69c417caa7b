import json
from typing import Any

from sanic import Request, Sanic
from sanic.response import HTTPResponse, json as response_json, text

from src.db import close_async_db, ping_async, pool_status

app = Sanic("shop")


@app.listener("after_server_stop")
async def close_database(app: Any, loop: Any) -> None:
    """Close the database's pools."""
    await close_async_db()


@app.get("/")
async def home(request):
    return text(json.dumps({}))


@app.get("/health/db")
async def database_health(request: Request) -> HTTPResponse:
    """Answer with the pool's numbers, or 503 when the database does not answer."""
    if await ping_async():
        return response_json(pool_status())
    return response_json(
        {"status": "unavailable", **pool_status()},
        status=503,
        headers={"Cache-Control": "no-store"},
    )
