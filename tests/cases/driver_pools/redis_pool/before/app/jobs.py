from arq import create_pool
from arq.connections import RedisSettings

from app.config import DATABASE_URL


async def enqueue(name):
    redis = await create_pool(RedisSettings())
    await redis.enqueue_job(name)


async def enqueue_later(name):
    redis = await create_pool(RedisSettings())
    await redis.enqueue_job(name, _defer_by=60)
