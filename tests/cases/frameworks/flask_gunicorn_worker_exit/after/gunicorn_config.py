def worker_exit(server, worker):
    server.log.info("worker gone")
    from src.db import close_db

    close_db()
