"""Pupils and lessons."""

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel
from sqlalchemy.orm import Session

from classroom_engine import models
from classroom_engine.database import get_db
from classroom_engine.timing import full_database_delay

router = APIRouter()


class Named(BaseModel):
    name: str


@router.get("/pupils")
def list_pupils(db: Session = Depends(get_db)):
    full_database_delay(db, db.get_bind().dialect)
    return [{"id": pupil.id, "name": pupil.name} for pupil in db.query(models.Pupil).order_by(models.Pupil.id)]


@router.post("/pupils", status_code=201)
def add_pupil(body: Named, db: Session = Depends(get_db)):
    pupil = models.Pupil(name=body.name)
    db.add(pupil)
    db.commit()
    return {"id": pupil.id, "name": pupil.name}


@router.get("/pupils/{pupil_id}")
def read_pupil(pupil_id: int, db: Session = Depends(get_db)):
    pupil = db.get(models.Pupil, pupil_id)
    if pupil is None:
        raise HTTPException(404, "no such pupil")
    return {"id": pupil.id, "name": pupil.name, "marks": [mark.points for mark in pupil.marks]}


@router.post("/lessons", status_code=201)
def add_lesson(body: Named, db: Session = Depends(get_db)):
    lesson = models.Lesson(subject=body.name)
    db.add(lesson)
    db.commit()
    return {"id": lesson.id, "subject": lesson.subject}


@router.get("/lessons")
def list_lessons(db: Session = Depends(get_db)):
    full_database_delay(db, db.get_bind().dialect)
    return [{"id": lesson.id, "subject": lesson.subject} for lesson in db.query(models.Lesson)]
