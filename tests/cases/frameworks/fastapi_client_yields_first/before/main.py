from contextlib import asynccontextmanager

from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app):
    yield
    print("bye")


app = FastAPI(lifespan=lifespan)
