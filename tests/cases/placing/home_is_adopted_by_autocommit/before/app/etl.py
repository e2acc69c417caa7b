from sqlalchemy import create_engine, text

from app.config import DATABASE_URL
from app.database import SessionLocal

engine = create_engine(DATABASE_URL, isolation_level="AUTOCOMMIT")


def clean():
    with engine.connect() as connection:
        connection.execute(text("VACUUM orders"))


def count():
    with SessionLocal() as session:
        return session.execute(text("SELECT count(*) FROM orders")).scalar_one()
