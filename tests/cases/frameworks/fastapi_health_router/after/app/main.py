from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.routers import health, orders

from src.db import close_db


@asynccontextmanager
async def lifespan(app: FastAPI):
    print("up")
    yield
    close_db()


app = FastAPI(title="shop", lifespan=lifespan)
app.include_router(orders.router)
app.include_router(health.router)
