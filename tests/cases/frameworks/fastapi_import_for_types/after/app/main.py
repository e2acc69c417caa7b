import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.responses import JSONResponse as responses_JSONResponse

from src.db import close_db, ping, pool_status

if TYPE_CHECKING:
    from fastapi.responses import JSONResponse


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Close the database's pools when the application stops."""
    try:
        yield
    finally:
        close_db()


app = FastAPI(lifespan=lifespan)


@app.get("/health")
def health() -> "JSONResponse":
    raise NotImplementedError


@app.get("/health/db")
async def database_health() -> responses_JSONResponse:
    """Answer with the pool's numbers, or 503 when the database does not answer."""
    if await asyncio.to_thread(ping):
        return responses_JSONResponse(pool_status())
    return responses_JSONResponse(
        {"status": "unavailable", **pool_status()},
        status_code=503,
        headers={"Cache-Control": "no-store"},
    )
