from arq import cron


async def nightly(ctx):
    print("night")


class WorkerSettings:
    cron_jobs = [cron(nightly, hour=3)]
    max_jobs = 10  # at once
