from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from routes import health_router

from src.db import close_async_db


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Close the database's pools when the application stops."""
    yield
    await close_async_db()


app = FastAPI(lifespan=lifespan)
app.include_router(health_router)
