from contextlib import asynccontextmanager

from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app: FastAPI):
    print("up")
    try:
        yield
    finally:
        print("down")


app = FastAPI(lifespan=lifespan)
