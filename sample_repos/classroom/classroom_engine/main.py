"""The application."""

from fastapi import FastAPI

from classroom_engine import models
from classroom_engine.database import Base, engine
from classroom_engine.routers import marks, pupils
from classroom_engine.settings import settings

app = FastAPI(title=settings.SCHOOL_NAME)
app.include_router(pupils.router)
app.include_router(marks.router)


@app.on_event("startup")
def create_tables():
    Base.metadata.create_all(bind=engine)


@app.get("/")
def index():
    return {"school": settings.SCHOOL_NAME, "tables": sorted(models.Base.metadata.tables)}
