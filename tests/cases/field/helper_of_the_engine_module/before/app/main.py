from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.models import init_database


@asynccontextmanager
async def lifespan(app):
    init_database()
    yield


app = FastAPI(lifespan=lifespan)
