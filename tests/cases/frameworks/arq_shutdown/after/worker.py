import arq

from src.db import close_async_db


async def shutdown(ctx):
    await ctx["client"].close()
    await close_async_db()


class WorkerSettings:
    functions = ["app.jobs.run"]
    on_shutdown = shutdown
