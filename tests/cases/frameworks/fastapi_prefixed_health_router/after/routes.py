from fastapi import APIRouter
from starlette.responses import JSONResponse

from src.db import ping_async, pool_status

health_router = APIRouter(prefix='/health')


@health_router.get('/live')
async def live():
    return JSONResponse({'status': 'ok'})


@health_router.get('/db')
async def database_health() -> JSONResponse:
    """Answer with the pool's numbers, or 503 when the database does not answer."""
    if await ping_async():
        return JSONResponse(pool_status())
    return JSONResponse(
        {'status': 'unavailable', **pool_status()},
        status_code=503,
        headers={'Cache-Control': 'no-store'},
    )
