from fastapi import FastAPI
from sqlalchemy import text

from app.reports import engine, totals

app = FastAPI()
app.get("/totals")(totals)


@app.get("/orders")
def orders():
    with engine.connect() as connection:
        return connection.execute(text("SELECT 2")).all()
