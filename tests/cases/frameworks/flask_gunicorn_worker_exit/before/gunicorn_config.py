def worker_exit(server, worker):
    server.log.info("worker gone")
