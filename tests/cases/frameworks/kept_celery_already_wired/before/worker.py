from typing import Any

from celery import Celery
from celery.signals import worker_process_shutdown
from src.db import close_db

celery = Celery("jobs")


@worker_process_shutdown.connect
def close_database(**_: Any) -> None:
    close_db()
