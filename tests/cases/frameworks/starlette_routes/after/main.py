from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from src.db import close_async_db, ping_async, pool_status


async def home(request):
    return PlainTextResponse("hello")


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Close the database's pools when the application stops."""
    try:
        yield
    finally:
        await close_async_db()


app = Starlette(routes=[Route("/{path:path}", home)], lifespan=lifespan)


async def database_health(request: Request) -> JSONResponse:
    """Answer with the pool's numbers, or 503 when the database does not answer."""
    if await ping_async():
        return JSONResponse(pool_status())
    return JSONResponse(
        {"status": "unavailable", **pool_status()},
        status_code=503,
        headers={"Cache-Control": "no-store"},
    )


# First, so that no route that takes every path comes before it.
app.routes.insert(0, Route("/health/db", database_health))
