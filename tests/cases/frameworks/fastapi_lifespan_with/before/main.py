from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.queue import running


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with running() as queue:
        app.state.queue = queue
        yield


app = FastAPI(lifespan=lifespan)
