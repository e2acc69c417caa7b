from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.queue import queue


@asynccontextmanager
async def lifespan(app: FastAPI):
    try:
        await queue.start()
        yield
    finally:
        await queue.stop()


app = FastAPI(lifespan=lifespan)
