from celery import Celery

worker = Celery("jobs")
