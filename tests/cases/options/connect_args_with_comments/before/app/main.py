from fastapi import FastAPI

from app import a, b

app = FastAPI()


@app.get("/rows")
def rows():
    return [*a.rows(), *b.totals()]
