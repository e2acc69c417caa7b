from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.db import close_db
from app.orders import count_orders
from app.prices import load_prices
from app.stock import count_stock


@asynccontextmanager
async def lifespan(app: FastAPI):
    load_prices()
    yield
    close_db()


app = FastAPI(lifespan=lifespan)
app.get("/orders")(count_orders)
app.get("/stock")(count_stock)
