from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy import text

from school import archive, names
from school.database import SessionLocal
from school.db import close_db


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Close the database's pools when the application stops."""
    yield
    close_db()


app = FastAPI(lifespan=lifespan)
app.get("/archive")(archive.rows)
app.get("/names")(names.names)


@app.get("/pupils")
def pupils():
    with SessionLocal() as session:
        return session.execute(text("SELECT 1")).scalar()
