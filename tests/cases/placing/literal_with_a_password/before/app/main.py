from fastapi import FastAPI

from app.a import totals
from app.b import details

app = FastAPI()


@app.get("/totals")
def read():
    return [totals(), details()]
