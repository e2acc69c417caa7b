from fastapi import FastAPI

from shop.prices import highest
from shop.stock import count, get_engine

app = FastAPI()
COUNT = count()


@app.get("/stock")
def stock():
    with get_engine().connect():
        return {"count": COUNT, "highest": highest()}
