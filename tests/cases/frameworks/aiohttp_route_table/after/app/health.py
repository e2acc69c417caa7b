import asyncio

from aiohttp import web

from src.db import ping, pool_status

routes = web.RouteTableDef()


@routes.get("/health")
async def health(request):
    return web.json_response({})


@routes.get("/health/db")
async def database_health(request: web.Request) -> web.Response:
    """Answer with the pool's numbers, or 503 when the database does not answer."""
    if await asyncio.to_thread(ping):
        return web.json_response(pool_status())
    return web.json_response(
        {"status": "unavailable", **pool_status()},
        status=503,
        headers={"Cache-Control": "no-store"},
    )
