from celery import Celery
from sqlalchemy import text

from app.base import DatabaseTask

celery = Celery("app", task_cls=DatabaseTask)


@celery.task(bind=True)
def count(self):
    with self.engine.connect() as connection:
        return connection.execute(text("SELECT 1")).scalar()
