import asyncio

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from src.db import ping, pool_status

router = APIRouter()


@router.get("/")
def health():
    return {}


@router.get("/db")
async def database_health() -> JSONResponse:
    """Answer with the pool's numbers, or 503 when the database does not answer."""
    if await asyncio.to_thread(ping):
        return JSONResponse(pool_status())
    return JSONResponse(
        {"status": "unavailable", **pool_status()},
        status_code=503,
        headers={"Cache-Control": "no-store"},
    )
