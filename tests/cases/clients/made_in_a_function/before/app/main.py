from fastapi import FastAPI

from app import totals
from app.client import get_db_client

app = FastAPI()


@app.get("/orders")
def orders():
    return get_db_client().orders()


@app.get("/totals")
def read_totals():
    return totals.totals()
