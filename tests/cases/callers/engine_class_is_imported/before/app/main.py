from fastapi import FastAPI

from app import orders, stock

app = FastAPI()


@app.get("/orders")
def listed():
    return [orders.orders(), stock.stock(), stock.again()]
