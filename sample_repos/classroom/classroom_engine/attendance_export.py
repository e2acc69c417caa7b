"""Who was missing, for the school office."""

from sqlalchemy import create_engine, text

from classroom_engine.settings import settings
from classroom_engine.timing import full_database_delay


def _engine():
    return create_engine(settings.DATABASE_URL, pool_pre_ping=True)


def missing_pupils():
    engine = _engine()
    try:
        with engine.connect() as connection:
            full_database_delay(connection, engine.dialect)
            rows = connection.execute(
                text(
                    "SELECT p.name, COUNT(*) FROM pupils p JOIN attendance a ON a.pupil_id = p.id "
                    "WHERE a.present = :present GROUP BY p.name ORDER BY p.name"
                ),
                {"present": False},
            ).all()
    finally:
        engine.dispose()
    return [{"pupil": name, "lessons": lessons} for name, lessons in rows]


def count_missing():
    with _engine().connect() as connection:
        return connection.execute(
            text("SELECT COUNT(*) FROM attendance WHERE present = :present"), {"present": False}
        ).scalar()
