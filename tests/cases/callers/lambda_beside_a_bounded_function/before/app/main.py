from fastapi import FastAPI

from app import orders

app = FastAPI()


@app.get("/orders")
def read():
    return orders.orders(), orders.totals()
