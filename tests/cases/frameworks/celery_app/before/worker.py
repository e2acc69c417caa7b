from celery import Celery

celery = Celery("jobs", broker="memory://")


@celery.task
def add(a, b):
    return a + b
