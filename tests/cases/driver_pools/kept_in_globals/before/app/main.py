from fastapi import FastAPI

from app.orders import order_pool
from app.users import get_db_pool

app = FastAPI()


@app.get("/users")
async def users():
    return [await (await get_db_pool()).fetch("SELECT 1"), await (await order_pool()).fetch("SELECT 1")]
