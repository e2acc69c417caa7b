from fastapi import FastAPI

from app.orders import count_orders
from app.stock import count_stock

app = FastAPI()
app.get("/orders")(count_orders)
app.get("/stock")(count_stock)
