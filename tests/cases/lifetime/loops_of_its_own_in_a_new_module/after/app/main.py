from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy import text

from app import reports
from app.db import close_async_db, get_async_engine


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Close the database's pools when the application stops."""
    yield
    await close_async_db()


app = FastAPI(lifespan=lifespan)
app.get("/reports")(reports.all_reports)


@app.get("/orders")
async def orders():
    async with get_async_engine().connect() as connection:
        return (await connection.execute(text("SELECT 1"))).all()
