from .core.database import SessionLocal


async def add(order):
    async with SessionLocal() as session:
        session.add(order)
        await session.commit()
