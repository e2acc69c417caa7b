from fastapi import FastAPI
from sqlalchemy import create_engine, text

from app.config import DATABASE_URL
from app.database import SessionLocal
from app.reports import totals


def count():
    engine = create_engine(DATABASE_URL)
    with engine.connect() as connection:
        return connection.execute(text("SELECT count(*) FROM pupils")).scalar()


def create_tables():
    engine = create_engine(DATABASE_URL)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS pupils (id int)"))
    engine.dispose()


create_tables()
print(count())
app = FastAPI()


@app.get("/totals")
def read():
    with SessionLocal() as session:
        return [totals(), session.info]
