from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import fastapi
from sqlalchemy import text

from db import close_db, get_engine
import stock

engine = get_engine()


@asynccontextmanager
async def lifespan(app: fastapi.FastAPI) -> AsyncIterator[None]:
    """Close the database's pools when the application stops."""
    yield
    close_db()


app = fastapi.FastAPI(lifespan=lifespan)


@app.get("/")
def index():
    stock.rows()
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).all()
