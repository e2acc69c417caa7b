from fastapi import FastAPI

from app import a

app = FastAPI()


@app.get("/rows")
def rows():
    return a.rows()
