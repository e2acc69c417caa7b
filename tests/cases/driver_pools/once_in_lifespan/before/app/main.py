from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI

from app.config import DATABASE_URL


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.pool = await asyncpg.create_pool(DATABASE_URL)
    yield
    await app.state.pool.close()


app = FastAPI(lifespan=lifespan)
