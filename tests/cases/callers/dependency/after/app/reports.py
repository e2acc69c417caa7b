from fastapi import APIRouter, Depends

from app.db import get_engine

router = APIRouter()


@router.get("/totals")
def totals(engine=Depends(get_engine)):
    with engine.connect() as connection:
        return connection.execute("SELECT 1").all()
