from fastapi import FastAPI
from sqlalchemy import text

from school import archive, names
from school.database import SessionLocal

app = FastAPI()
app.get("/archive")(archive.rows)
app.get("/names")(names.names)


@app.get("/pupils")
def pupils():
    with SessionLocal() as session:
        return session.execute(text("SELECT 1")).scalar()
