from fastapi import FastAPI
from sqlalchemy import text

from app.db import get_engine
from app.jobs import count_in_the_background, count_stock

app = FastAPI()
app.get("/stock")(count_stock)


@app.post("/count")
def count() -> None:
    with get_engine().connect() as connection:
        connection.execute(text("select 1"))
    count_in_the_background()
