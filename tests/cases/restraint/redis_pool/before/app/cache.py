import os

import redis

pool = redis.ConnectionPool.from_url(os.environ["REDIS_URL"])


def create_pool():
    return redis.Redis(connection_pool=pool)
