from sqlalchemy import text

from app.database import SessionLocal, engine as shared_engine

engine = shared_engine.execution_options(isolation_level="AUTOCOMMIT")


def clean():
    with engine.connect() as connection:
        connection.execute(text("VACUUM orders"))


def count():
    with SessionLocal() as session:
        return session.execute(text("SELECT count(*) FROM orders")).scalar_one()
