import asyncio
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from app.queue import queue

from src.db import close_async_db, close_db, ping, pool_status


@asynccontextmanager
async def lifespan(app: FastAPI):
    await queue.start()
    try:
        yield {
            "queue": queue,
        }

        # No more jobs
        await queue.stop()
    finally:
        await close_async_db()
        close_db()


app = FastAPI(lifespan=lifespan)


@app.get("/health", tags=["ops"], include_in_schema=False)
async def health():
    return {"status": "ok"}


@app.get("/health/db", tags=["ops"], include_in_schema=False)
async def database_health() -> JSONResponse:
    """Answer with the pool's numbers, or 503 when the database does not answer."""
    if await asyncio.to_thread(ping):
        return JSONResponse(pool_status())
    return JSONResponse(
        {"status": "unavailable", **pool_status()},
        status_code=503,
        headers={"Cache-Control": "no-store"},
    )
