from app.command_timeout_driver_pool import get_command_timeout_pool


async def totals():
    pool = await get_command_timeout_pool()
    async with pool.acquire() as conn:
        return await conn.fetch("SELECT 1")
