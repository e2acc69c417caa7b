from contextlib import asynccontextmanager

from fastapi import FastAPI
from src.db import close_db, pool_status


@asynccontextmanager
async def lifespan(app: FastAPI):
    try:
        yield
    finally:
        close_db()


app = FastAPI(lifespan=lifespan)


@app.get("/health/db")
async def database_health():
    return pool_status()
