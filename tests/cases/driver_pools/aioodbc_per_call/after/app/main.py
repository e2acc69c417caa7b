from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.driver_pool import close_db_pool
from app.users import emails, names


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Close the database's pools when the application stops."""
    yield
    await close_db_pool()


app = FastAPI(lifespan=lifespan)


@app.get("/users")
async def users():
    return [await names(), await emails()]
