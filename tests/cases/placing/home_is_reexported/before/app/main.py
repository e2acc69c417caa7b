from fastapi import FastAPI

from app import orders, storage

app = FastAPI()


@app.get("/orders")
def read():
    return orders.orders()
