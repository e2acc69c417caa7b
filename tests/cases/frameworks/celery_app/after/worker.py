from typing import Any

from celery import Celery
from celery.signals import worker_process_shutdown

from src.db import close_db

celery = Celery("jobs", broker="memory://")


@worker_process_shutdown.connect
def close_database(**_: Any) -> None:
    """Close this worker process's pools."""
    close_db()


@celery.task
def add(a, b):
    return a + b
