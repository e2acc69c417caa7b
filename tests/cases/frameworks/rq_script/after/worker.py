import atexit

from redis import Redis
from rq import Worker

from src.db import close_db

worker = Worker(["default"], connection=Redis())

atexit.register(close_db)

if __name__ == "__main__":
    worker.work()
