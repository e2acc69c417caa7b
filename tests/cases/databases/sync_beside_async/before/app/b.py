from sqlalchemy.ext.asyncio import create_async_engine

from app.config import DATABASE_URL


async def load():
    engine = create_async_engine(DATABASE_URL.replace("postgresql://", "postgresql+asyncpg://"))
    async with engine.begin() as connection:
        await connection.exec_driver_sql("SELECT 1")
