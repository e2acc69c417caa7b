from fastapi import FastAPI

from shop.prices import highest
from shop.stock import count

app = FastAPI()


@app.get("/stock")
def stock():
    return {"count": count(), "highest": highest()}
