from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.driver_pool import close_db_pool
from app.pools import make_pool
from app.users import names


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Close the database's pools when the application stops."""
    yield
    await close_db_pool()


app = FastAPI(lifespan=lifespan)


@app.get("/users")
async def users():
    return await names()


@app.get("/users/count")
async def count():
    pool = await make_pool()
    return await pool.fetchval("SELECT count(*) FROM users")
