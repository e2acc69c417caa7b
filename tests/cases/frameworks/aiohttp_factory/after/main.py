from aiohttp import web

from app.views import page

from src.db import close_async_db, ping_async, pool_status


async def make_app():
    app = web.Application()

    async def database_health(request: web.Request) -> web.Response:
        """Answer with the pool's numbers, or 503 when the database does not answer."""
        if await ping_async():
            return web.json_response(pool_status())
        return web.json_response(
            {"status": "unavailable", **pool_status()},
            status=503,
            headers={"Cache-Control": "no-store"},
        )

    app.router.add_get("/health/db", database_health)

    async def close_database(app: web.Application) -> None:
        """Close the database's pools."""
        await close_async_db()

    app.on_cleanup.append(close_database)

    app.router.add_get("/{tail:.*}", page)
    return app
