import asyncio
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from app.legacy import close_db

from src.db import close_db as db_close_db, ping as db_ping, pool_status


def ping():
    return "pong"


@asynccontextmanager
async def lifespan(app: FastAPI):
    try:
        yield
        close_db()
    finally:
        db_close_db()


app = FastAPI(lifespan=lifespan)


@app.get("/ping")
def database_health():
    return ping()


@app.get("/health/db")
async def database_health_check() -> JSONResponse:
    """Answer with the pool's numbers, or 503 when the database does not answer."""
    if await asyncio.to_thread(db_ping):
        return JSONResponse(pool_status())
    return JSONResponse(
        {"status": "unavailable", **pool_status()},
        status_code=503,
        headers={"Cache-Control": "no-store"},
    )
