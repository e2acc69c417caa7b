import asyncio

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from src.db import close_async_db, close_db, ping, pool_status

app = FastAPI()


@app.on_event("startup")
async def start():
    print("up")


@app.on_event("shutdown")
async def close_database() -> None:
    """Close the database's pools."""
    await close_async_db()
    close_db()


@app.get("/health")
def health():
    return {}


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
