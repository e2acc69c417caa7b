from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.db import close_db
from app.orders import orders
from app.prices import prices


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Close the database's pools when the application stops."""
    yield
    close_db()


app = FastAPI(lifespan=lifespan)
app.add_api_route("/orders", orders)
app.add_api_route("/prices", prices)
