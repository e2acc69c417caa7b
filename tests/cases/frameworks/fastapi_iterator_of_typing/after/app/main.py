import asyncio
import time
from contextlib import asynccontextmanager
from typing import AsyncIterator

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from src.db import close_db, ping, pool_status


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Close the database's pools when the application stops."""
    try:
        yield
    finally:
        close_db()


app = FastAPI(lifespan=lifespan)


@app.get("/health/db")
async def database_health() -> JSONResponse:
    """Answer with the pool's numbers, or 503 when the database does not answer."""
    if await asyncio.to_thread(ping):
        return JSONResponse(pool_status())
    return JSONResponse(
        {"status": "unavailable", **pool_status()},
        status_code=503,
        headers={"Cache-Control": "no-store"},
    )


async def numbers() -> AsyncIterator[int]:
    yield time.time_ns()
