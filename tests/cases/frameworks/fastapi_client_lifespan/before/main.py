from contextlib import asynccontextmanager

from fastapi import FastAPI

from src.tables import create_tables


@asynccontextmanager
async def lifespan(app: FastAPI):
    """Tables first."""

    # The tests rely on this.
    create_tables()
    yield


app = FastAPI(lifespan=lifespan)
