from fastapi import FastAPI

from app.one import one
from app.two import two

app = FastAPI()


@app.get("/both")
def both():
    return [one(), two()]
