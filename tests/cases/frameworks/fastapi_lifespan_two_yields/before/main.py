from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.flags import cold


@asynccontextmanager
async def lifespan(app: FastAPI):
    if cold:
        yield
    else:
        yield {"warm": True}


app = FastAPI(lifespan=lifespan)
