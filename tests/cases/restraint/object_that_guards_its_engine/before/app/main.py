from fastapi import FastAPI

from app.store import store

app = FastAPI()


@app.get("/orders")
def orders():
    return store.orders()
