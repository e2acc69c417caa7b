from fastapi import FastAPI

from app.orders import orders
from app.prices import prices

app = FastAPI()
app.add_api_route("/orders", orders)
app.add_api_route("/prices", prices)
