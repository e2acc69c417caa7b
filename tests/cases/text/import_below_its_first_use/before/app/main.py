from fastapi import FastAPI

from app.reports import rows

app = FastAPI()


@app.get("/rows")
def get_rows():
    return [tuple(row) for row in rows()]
