from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from src.db import close_async_db, ping_async, pool_status
from src.db_pool import close_db_pool, init_db_pool


@asynccontextmanager
async def lifespan(app: FastAPI):
    await init_db_pool()
    print("up")
    try:
        yield
    finally:
        print("down")
        await close_db_pool()
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
