from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app import prices
from app.db import close_db
from app.stock import Stock


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Close the database's pools when the application stops."""
    yield
    close_db()


app = FastAPI(lifespan=lifespan)


@app.get("/stock")
def stock():
    found = Stock()
    try:
        return found.all()
    finally:
        found.close()


@app.get("/prices")
def all_prices():
    return prices.prices(bool), prices._sync_url().partition("@")[2]
