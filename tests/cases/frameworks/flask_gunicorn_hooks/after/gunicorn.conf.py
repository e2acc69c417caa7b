workers = 4


def post_fork(server, worker):
    server.log.info("worker spawned")


def worker_exit(server, worker):
    """Close this worker's database pools."""
    from src.db import close_db

    close_db()
