import asyncio

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from src.db import close_db, ping, pool_status
from src.db_client import close_db_client, init_db_client

app = FastAPI()


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


@app.on_event("startup")
def open_database() -> None:
    """Open the database's pools."""
    init_db_client()


@app.on_event("startup")
async def announce():
    print("up")


@app.on_event("shutdown")
async def leave():
    print("down")


@app.on_event("shutdown")
def close_database() -> None:
    """Close the database's pools."""
    close_db_client()
    close_db()
