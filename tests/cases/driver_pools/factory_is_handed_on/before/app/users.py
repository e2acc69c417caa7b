from app.pools import make_pool


class Users:
    def __init__(self, pool):
        self.pool = pool

    async def names(self):
        try:
            return await self.pool.fetch("SELECT name FROM users")
        finally:
            await self.pool.close()


async def users():
    return Users(await make_pool())
