from typing import Any

from litestar import Litestar, Response, get

from src.db import close_async_db, ping_async, pool_status


@get("/")
async def home() -> str:
    return "hello"


app = Litestar([home])


@get("/health/db")
async def database_health() -> Response[dict[str, Any]]:
    """Answer with the pool's numbers, or 503 when the database does not answer."""
    if await ping_async():
        return Response(pool_status())
    return Response(
        {"status": "unavailable", **pool_status()},
        status_code=503,
        headers={"Cache-Control": "no-store"},
    )


app.register(database_health)


async def close_database() -> None:
    """Close the database's pools."""
    await close_async_db()


app.on_shutdown.append(close_database)
