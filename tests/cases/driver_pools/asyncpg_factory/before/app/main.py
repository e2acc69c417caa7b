from fastapi import FastAPI

from app.users import names

app = FastAPI()


@app.get("/users")
async def users():
    return await names()
