import asyncio

from aiohttp import web

from src.db import close_db, ping, pool_status
from src.db_client import close_db_client, init_db_client

app = web.Application()


async def database_health(request: web.Request) -> web.Response:
    """Answer with the pool's numbers, or 503 when the database does not answer."""
    if await asyncio.to_thread(ping):
        return web.json_response(pool_status())
    return web.json_response(
        {"status": "unavailable", **pool_status()},
        status=503,
        headers={"Cache-Control": "no-store"},
    )


app.router.add_get("/health/db", database_health)


async def open_database(app: web.Application) -> None:
    """Open the database's pools."""
    init_db_client()


async def close_database(app: web.Application) -> None:
    """Close the database's pools."""
    close_db_client()
    close_db()


app.on_startup.append(open_database)
app.on_cleanup.append(close_database)
