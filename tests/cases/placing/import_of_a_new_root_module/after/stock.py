import fastapi
from sqlalchemy import text

from db import get_engine

engine = get_engine()
router = fastapi.APIRouter()


def rows():
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).all()
