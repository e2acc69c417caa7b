from fastapi import FastAPI

from app import etl, reports

app = FastAPI()


@app.get("/rows")
def rows():
    return [etl.load([]), reports.engine.name]
