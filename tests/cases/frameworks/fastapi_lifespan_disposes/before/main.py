from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.models import engine


@asynccontextmanager
async def lifespan(app: FastAPI):
    yield
    await engine.dispose()  # disposed


app = FastAPI(lifespan=lifespan)
