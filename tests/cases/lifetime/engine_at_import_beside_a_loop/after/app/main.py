from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app import jobs, orders
from app.db import close_async_db


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Close the database's pools when the application stops."""
    yield
    await close_async_db()


app = FastAPI(lifespan=lifespan)


@app.get("/orders")
async def read():
    return await orders.orders(), await orders.totals(), await jobs.count()
