class WorkerSettings:
    queue = "default"
    size = 3
