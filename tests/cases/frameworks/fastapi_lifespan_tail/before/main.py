from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.queue import queue


@asynccontextmanager
async def lifespan(app: FastAPI):
    await queue.start()
    yield {
        "queue": queue,
    }

    # No more jobs
    await queue.stop()


app = FastAPI(lifespan=lifespan)


@app.get("/health", tags=["ops"], include_in_schema=False)
async def health():
    return {"status": "ok"}
