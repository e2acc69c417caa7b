from redis import Redis
from rq import Worker

worker = Worker(["default"], connection=Redis())

if __name__ == "__main__":
    worker.work()
