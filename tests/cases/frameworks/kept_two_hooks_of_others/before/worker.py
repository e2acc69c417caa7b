import arq


class WorkerSettings:
    functions = ["app.jobs.run"]
    on_shutdown = lambda ctx: None
