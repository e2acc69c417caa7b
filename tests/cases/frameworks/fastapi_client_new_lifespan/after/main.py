import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from src.db import close_db, ping, pool_status
from src.db_client import close_db_client, init_db_client


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the database's pools when the application starts, close them when it stops."""
    init_db_client()
    try:
        yield
    finally:
        close_db_client()
        close_db()


app = FastAPI(title="auth", lifespan=lifespan)


@app.get("/users")
def users():
    return []


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
