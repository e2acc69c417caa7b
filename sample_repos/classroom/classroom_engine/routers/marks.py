"""Marks, report cards and attendance."""

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from sqlalchemy.orm import Session

from classroom_engine import attendance_export, grading, models
from classroom_engine.database import get_db

router = APIRouter()


class MarkIn(BaseModel):
    pupil_id: int
    lesson_id: int
    points: int


class PresenceIn(BaseModel):
    pupil_id: int
    lesson_id: int
    present: bool


@router.post("/marks", status_code=201)
def give_mark(body: MarkIn, db: Session = Depends(get_db)):
    db.add(models.Mark(**body.model_dump()))
    db.commit()
    return {"passed": grading.passed(body.points)}


@router.post("/attendance", status_code=201)
def note_presence(body: PresenceIn, db: Session = Depends(get_db)):
    db.add(models.Attendance(**body.model_dump()))
    db.commit()
    return {"present": body.present}


@router.get("/report-cards")
def report_cards():
    return grading.report_cards()


@router.get("/missing")
def missing():
    return attendance_export.missing_pupils()
