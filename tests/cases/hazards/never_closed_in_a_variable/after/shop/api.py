from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from shop.db import close_db
from shop.prices import highest
from shop.stock import count


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Close the database's pools when the application stops."""
    yield
    close_db()


app = FastAPI(lifespan=lifespan)


@app.get("/stock")
def stock():
    return {"count": count(), "highest": highest()}
