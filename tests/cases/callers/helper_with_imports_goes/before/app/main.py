from fastapi import FastAPI
from sqlalchemy import create_engine, text

from app.config import DATABASE_URL
from app.reports import totals

app = FastAPI()
app.get("/totals")(totals)


@app.get("/orders")
def orders():
    with create_engine(DATABASE_URL).connect() as connection:
        return connection.execute(text("SELECT 2")).all()
