from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.legacy import close_db


def ping():
    return "pong"


@asynccontextmanager
async def lifespan(app: FastAPI):
    yield
    close_db()


app = FastAPI(lifespan=lifespan)


@app.get("/ping")
def database_health():
    return ping()
