from fastapi import FastAPI

from app import orders, users

app = FastAPI()


@app.get("/users")
async def list_users():
    return [await users.names(), await orders.totals()]
