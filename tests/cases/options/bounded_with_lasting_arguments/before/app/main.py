from fastapi import FastAPI

from app.store import Store

app = FastAPI()


@app.get("/stock")
def stock() -> int:
    with Store().engine.connect() as connection:
        return connection.exec_driver_sql("select count(*) from stock").scalar_one()
