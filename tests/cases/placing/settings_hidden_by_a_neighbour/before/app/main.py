from fastapi import FastAPI

from orders import orders
from prices import prices

app = FastAPI()
app.get("/orders")(orders)
app.get("/prices")(prices)
