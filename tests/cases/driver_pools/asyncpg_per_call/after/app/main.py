from contextlib import asynccontextmanager

from fastapi import FastAPI

from app import orders, users
from app.driver_pool import close_db_pool


@asynccontextmanager
async def lifespan(app: FastAPI):
    print("up")
    yield
    print("down")
    await close_db_pool()


app = FastAPI(lifespan=lifespan)
app.include_router(users.router)
app.include_router(orders.router)
