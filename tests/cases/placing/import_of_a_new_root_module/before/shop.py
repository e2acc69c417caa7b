import fastapi
from sqlalchemy import create_engine, text

import stock

engine = create_engine("postgresql://localhost/shop")
app = fastapi.FastAPI()


@app.get("/")
def index():
    stock.rows()
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).all()
