from contextlib import asynccontextmanager

from fastapi import FastAPI

from src.db import close_db
from src.db_client import close_db_client, init_db_client


@asynccontextmanager
async def lifespan(app: FastAPI):
    init_db_client()
    yield
    close_db_client()
    close_db()


app = FastAPI(lifespan=lifespan)


@app.get("/health/db")
def database_health():
    return {}
