import arq

from company.workers import shutdown


class WorkerSettings:
    functions = ["app.jobs.run"]
    on_shutdown = shutdown
