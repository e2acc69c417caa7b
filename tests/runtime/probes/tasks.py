"""Tasks whose application asked the database before its worker processes were forked."""

import os

import db
from celery import Celery
from sqlalchemy import create_engine, text

kept = []

app = Celery("tasks", broker="filesystem://", backend="file://" + os.environ["QUEUE"])
FOLDERS = ("data_folder_in", "data_folder_out", "control_folder")
app.conf.broker_transport_options = dict.fromkeys(FOLDERS, os.environ["QUEUE"])


def ask(number):
    """The number, as the database says it, and who answered."""
    with db.get_engine().connect() as connection:
        return [*connection.execute(text(f"SELECT {number}, pg_backend_pid()")).one()]


@app.task
def answer(number):
    """The number asked for, the number answered, the backend and the process."""
    return [number, *ask(number), os.getpid()]


@app.task
def alone(number):
    """The number, asked for with an engine for each task, as it was before the change."""
    kept.append(create_engine(os.environ["DATABASE_URL"]))
    with kept[-1].connect() as connection:
        return connection.execute(text(f"SELECT {number}")).scalar()


ask(0)
