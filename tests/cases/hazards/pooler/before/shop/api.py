from fastapi import APIRouter

from shop.stock import count

router = APIRouter()


@router.get("/stock")
async def stock():
    return await count()
