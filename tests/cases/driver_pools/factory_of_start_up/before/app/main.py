from fastapi import FastAPI

from app.pools import make_pool
from app.users import names

app = FastAPI()


@app.on_event("startup")
async def check():
    pool = await make_pool()
    await pool.fetchval("SELECT 1")
    await pool.close()


@app.get("/users")
async def users():
    return await names()


@app.get("/users/count")
async def count():
    pool = await make_pool()
    try:
        return await pool.fetchval("SELECT count(*) FROM users")
    finally:
        await pool.close()
