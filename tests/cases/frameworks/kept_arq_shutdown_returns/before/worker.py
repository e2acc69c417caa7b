import arq


async def shutdown(ctx):
    return await ctx["client"].close()


class WorkerSettings:
    functions = ["app.jobs.run"]
    on_shutdown = shutdown
