workers = 4


def post_fork(server, worker):
    server.log.info("worker spawned")
