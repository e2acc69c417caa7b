from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.a import totals
from app.b import details
from app.db import close_db


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Close the database's pools when the application stops."""
    yield
    close_db()


app = FastAPI(lifespan=lifespan)


@app.get("/totals")
def read():
    return [totals(), details()]
