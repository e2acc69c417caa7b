from fastapi import FastAPI

from app import prices
from app.stock import Stock

app = FastAPI()


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
