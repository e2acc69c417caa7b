from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from app.queue import queue

from src.db import close_async_db, ping_async, pool_status


@asynccontextmanager
async def lifespan(app: FastAPI):
    try:
        await queue.start()
        yield
    finally:
        await queue.stop()
        await close_async_db()


app = FastAPI(lifespan=lifespan)


@app.get("/health/db")
async def database_health() -> JSONResponse:
    """Answer with the pool's numbers, or 503 when the database does not answer."""
    if await ping_async():
        return JSONResponse(pool_status())
    return JSONResponse(
        {"status": "unavailable", **pool_status()},
        status_code=503,
        headers={"Cache-Control": "no-store"},
    )
