from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app import orders, users
from app.driver_pool import close_db_pool


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Close the database's pools when the application stops."""
    yield
    await close_db_pool()


app = FastAPI(lifespan=lifespan)


@app.get("/users")
async def list_users():
    return [await users.names(), await orders.totals()]
