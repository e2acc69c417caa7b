from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.db import close_db
from app.one import one
from app.two import two


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Close the database's pools when the application stops."""
    yield
    close_db()


app = FastAPI(lifespan=lifespan)


@app.get("/both")
def both():
    return [one(), two()]
