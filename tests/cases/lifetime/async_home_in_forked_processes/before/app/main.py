import multiprocessing

from fastapi import FastAPI
from sqlalchemy import text

from app.db import engine
from app.jobs import count_stock

app = FastAPI()
app.get("/stock")(count_stock)


@app.post("/count")
async def count() -> None:
    async with engine.connect() as connection:
        await connection.execute(text("select 1"))
    multiprocessing.Process(target=print).start()
