import asyncpg


async def create_pool(factory, url):
    return await factory(url)
