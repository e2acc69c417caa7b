from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session

from app.deps import session
from app.store import store

app = FastAPI()


@app.get("/stock")
def stock(db: Session = Depends(session)) -> int:
    with store().engine.connect() as connection:
        return connection.exec_driver_sql("select count(*) from stock").scalar_one()
