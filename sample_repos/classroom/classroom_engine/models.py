"""Tables."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String
from sqlalchemy.orm import relationship

from classroom_engine.database import Base


class Pupil(Base):
    __tablename__ = "pupils"

    id = Column(Integer, primary_key=True)
    name = Column(String(100), nullable=False)
    marks = relationship("Mark", back_populates="pupil")


class Lesson(Base):
    __tablename__ = "lessons"

    id = Column(Integer, primary_key=True)
    subject = Column(String(100), nullable=False)


class Mark(Base):
    __tablename__ = "marks"

    id = Column(Integer, primary_key=True)
    pupil_id = Column(ForeignKey("pupils.id"), nullable=False)
    lesson_id = Column(ForeignKey("lessons.id"), nullable=False)
    points = Column(Integer, nullable=False)
    pupil = relationship("Pupil", back_populates="marks")


class Attendance(Base):
    __tablename__ = "attendance"

    id = Column(Integer, primary_key=True)
    pupil_id = Column(ForeignKey("pupils.id"), nullable=False)
    lesson_id = Column(ForeignKey("lessons.id"), nullable=False)
    present = Column(Boolean, nullable=False, default=True)
