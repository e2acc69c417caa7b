from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.prices import price
from app.totals import total


@asynccontextmanager
async def lifespan(app: FastAPI):
    total()
    yield


app = FastAPI(lifespan=lifespan)
app.get("/price/{order}")(price)
