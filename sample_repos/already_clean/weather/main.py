"""The API."""

from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI, Response
from pydantic import BaseModel
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from weather.db import close_db, get_engine, get_session
from weather.models import Base, Measurement
from weather.reports import averages


@asynccontextmanager
async def lifespan(app: FastAPI):
    Base.metadata.create_all(get_engine())
    yield
    close_db()


app = FastAPI(title="weather", lifespan=lifespan)


class MeasurementIn(BaseModel):
    station: str
    celsius: float


@app.get("/health/db")
def health_db(response: Response) -> dict:
    pool = get_engine().pool
    try:
        with get_engine().connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        response.status_code = 503
    return {
        "pool_size": pool.size(),
        "checked_in": pool.checkedin(),
        "checked_out": pool.checkedout(),
        "overflow": max(0, pool.overflow()),
    }


@app.get("/measurements")
def measurements(session: Session = Depends(get_session)) -> list[dict]:
    rows = session.scalars(select(Measurement).order_by(Measurement.id))
    return [{"station": row.station, "celsius": row.celsius} for row in rows]


@app.post("/measurements", status_code=201)
def measure(body: MeasurementIn, session: Session = Depends(get_session)) -> dict:
    session.add(Measurement(station=body.station, celsius=body.celsius))
    session.commit()
    return {"station": body.station, "celsius": body.celsius}


@app.get("/averages")
def read_averages() -> dict[str, float]:
    return averages()
