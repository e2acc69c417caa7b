from fastapi import Depends, FastAPI

from app import totals
from app.client import DatabaseClient, get_db_client

app = FastAPI()


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
