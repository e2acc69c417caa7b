from fastapi import FastAPI

from app.jobs import count_in_the_background, count_stock

app = FastAPI()
app.get("/stock")(count_stock)
app.post("/count")(count_in_the_background)
