import fastapi
from sqlalchemy import create_engine, text

engine = create_engine("postgresql://localhost/shop")
router = fastapi.APIRouter()


def rows():
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).all()
