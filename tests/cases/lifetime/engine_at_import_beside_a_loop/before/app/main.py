from fastapi import FastAPI

from app import jobs, orders

app = FastAPI()


@app.get("/orders")
async def read():
    return await orders.orders(), await orders.totals(), await jobs.count()
