from fastapi import FastAPI

from app.users import users

app = FastAPI()


@app.get("/users")
async def names():
    return await (await users()).names()
