from celery import Celery
from sqlalchemy import text

from app.base import DatabaseTask

celery = Celery("app")


@celery.task(bind=True, base=DatabaseTask)
def count(self):
    with self.engine.connect() as connection:
        return connection.execute(text("SELECT 1")).scalar()
