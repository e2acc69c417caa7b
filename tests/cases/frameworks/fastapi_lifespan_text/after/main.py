import asyncio
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from src.db import close_db, ping, pool_status


@asynccontextmanager
async def lifespan(app: FastAPI):
    yield
    print("""
Good bye
""")
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
