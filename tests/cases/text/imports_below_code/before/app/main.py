"""The application."""

import os


def version():
    return "1"


from fastapi import FastAPI  # noqa: E402
from sqlalchemy import create_engine, text  # noqa: E402

from app.jobs import job  # noqa: E402
from app.worker import again  # noqa: E402

app = FastAPI()
app.get("/again")(again)


@app.get("/health")
def health():
    return {"version": version()}


@app.get("/orders")
def orders():
    engine = create_engine(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).scalar()


@app.get("/jobs")
def also():
    engine = create_engine(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).scalar()
