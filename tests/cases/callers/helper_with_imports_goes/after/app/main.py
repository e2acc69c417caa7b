from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy import text

from app.db import close_db, get_engine
from app.reports import totals


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Close the database's pools when the application stops."""
    yield
    close_db()


app = FastAPI(lifespan=lifespan)
app.get("/totals")(totals)


@app.get("/orders")
def orders():
    with get_engine().connect() as connection:
        return connection.execute(text("SELECT 2")).all()
