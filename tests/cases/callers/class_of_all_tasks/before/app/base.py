from celery import Task
from sqlalchemy import create_engine

from app.config import DATABASE_URL


class DatabaseTask(Task):
    def __init__(self):
        self.engine = create_engine(DATABASE_URL)
