async def fetch_names(pool):
    try:
        return await pool.fetch("SELECT name FROM users")
    finally:
        await pool.close()
