from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI

from app import totals
from app.client import DatabaseClient, get_db_client
from app.db import close_db
from app.db_client import close_db_client, init_db_client


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the database's pools when the application starts, close them when it stops."""
    init_db_client()
    yield
    close_db_client()
    close_db()


app = FastAPI(lifespan=lifespan)


@app.get("/orders")
def orders(client: DatabaseClient = Depends(get_db_client)):
    return client.orders()


@app.get("/report")
def report():
    client = get_db_client()
    try:
        return client.orders()
    finally:
        client.close()


@app.get("/direct")
def direct():
    client = DatabaseClient()  # consolidate: ignore[CE110] -- it is measured
    return client.orders()


@app.get("/apart")
def apart():
    return DatabaseClient().orders()  # consolidate: ignore


@app.get("/totals")
def read_totals():
    return totals.totals()
