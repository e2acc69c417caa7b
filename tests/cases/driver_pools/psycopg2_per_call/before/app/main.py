from fastapi import FastAPI

from app.users import emails, names

app = FastAPI()


@app.get("/users")
def users():
    return [names(), emails()]
