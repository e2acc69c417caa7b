from fastapi import APIRouter, Depends
from sqlalchemy import create_engine

from app.config import DATABASE_URL

router = APIRouter()


def get_engine():
    return create_engine(DATABASE_URL)


@router.get("/totals")
def totals(engine=Depends(get_engine)):
    with engine.connect() as connection:
        return connection.execute("SELECT 1").all()
