from contextlib import asynccontextmanager

from fastapi import FastAPI

from app import orders, users


@asynccontextmanager
async def lifespan(app: FastAPI):
    print("up")
    yield
    print("down")


app = FastAPI(lifespan=lifespan)
app.include_router(users.router)
app.include_router(orders.router)
