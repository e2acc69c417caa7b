"""Report cards."""

from sqlalchemy import create_engine, text

from classroom_engine.database import DATABASE_URL
from classroom_engine.settings import settings
from classroom_engine.timing import full_database_delay

AVERAGES = """
SELECT p.name, AVG(m.points) AS average FROM pupils p JOIN marks m ON m.pupil_id = p.id
GROUP BY p.name ORDER BY p.name
"""


def passed(points):
    return points >= settings.PASS_MARK


def report_cards():
    engine = create_engine(DATABASE_URL)
    with engine.connect() as connection:
        full_database_delay(connection, engine.dialect)
        rows = connection.execute(text(AVERAGES)).all()
    return [{"school": settings.SCHOOL_NAME, "pupil": name, "passed": passed(average)} for name, average in rows]
