from fastapi import FastAPI

from school.database import SessionLocal

app = FastAPI()


@app.get("/pupils")
def pupils():
    with SessionLocal() as session:
        return session.execute("SELECT 1").scalar()
