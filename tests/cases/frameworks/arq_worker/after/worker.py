from typing import Any

from arq import cron

from src.db import close_async_db


async def nightly(ctx):
    print("night")


async def close_database(ctx: dict[str, Any]) -> None:
    """Close the database's pools."""
    await close_async_db()


class WorkerSettings:
    cron_jobs = [cron(nightly, hour=3)]
    max_jobs = 10  # at once
    on_shutdown = close_database
