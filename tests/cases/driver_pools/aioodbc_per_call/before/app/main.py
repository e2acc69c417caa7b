from fastapi import FastAPI

from app.users import emails, names

app = FastAPI()


@app.get("/users")
async def users():
    return [await names(), await emails()]
