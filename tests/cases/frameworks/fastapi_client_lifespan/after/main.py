import asyncio
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from src.db import close_db, ping, pool_status
from src.db_client import close_db_client, init_db_client
from src.tables import create_tables


@asynccontextmanager
async def lifespan(app: FastAPI):
    """Tables first."""

    init_db_client()
    # The tests rely on this.
    create_tables()
    try:
        yield
    finally:
        close_db_client()
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
