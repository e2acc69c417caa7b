from fastapi import FastAPI

from app import one, two

app = FastAPI()


@app.get("/x")
def x():
    return one.load(), two.load()
