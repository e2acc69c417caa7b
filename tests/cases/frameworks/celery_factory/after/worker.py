from typing import Any

from celery import Celery
from celery.signals import worker_process_shutdown

from src.db import close_db


def make_celery():
    celery = Celery("jobs")
    return celery


@worker_process_shutdown.connect
def close_database(**_: Any) -> None:
    """Close this worker process's pools."""
    close_db()


celery = make_celery()
