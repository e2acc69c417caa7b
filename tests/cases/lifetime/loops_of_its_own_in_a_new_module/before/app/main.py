from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from app import reports
from app.config import DATABASE_URL

app = FastAPI()
app.get("/reports")(reports.all_reports)


@app.get("/orders")
async def orders():
    async with create_async_engine(DATABASE_URL).connect() as connection:
        return (await connection.execute(text("SELECT 1"))).all()
