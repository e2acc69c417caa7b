from fastapi import APIRouter
from starlette.responses import JSONResponse

health_router = APIRouter(prefix='/health')


@health_router.get('/live')
async def live():
    return JSONResponse({'status': 'ok'})
