from celery import Celery


def make_celery():
    celery = Celery("jobs")
    return celery


celery = make_celery()
