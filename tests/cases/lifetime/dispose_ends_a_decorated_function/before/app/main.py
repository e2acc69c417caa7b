from fastapi import FastAPI

from app.orders import orders

app = FastAPI()


@app.get("/orders")
async def listed():
    return await orders()


@app.get("/again")
async def again():
    return await orders()
