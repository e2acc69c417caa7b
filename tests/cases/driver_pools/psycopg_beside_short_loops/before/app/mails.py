import asyncio


def notify():
    return asyncio.run(_notify())


async def _notify():
    await asyncio.sleep(1)
