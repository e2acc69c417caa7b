"""Greenlets in place of threads: one engine, a bounded pool, right answers."""

import gevent
from gevent import monkey

monkey.patch_all()
db, counting, sqlalchemy = __import__("db"), __import__("counting"), __import__("sqlalchemy")
server = counting.Server()
made = []
create_engine = db.create_engine


def slowly(*args, **options):
    gevent.sleep(0.05)
    made.append(1)
    return create_engine(*args, **options)


db.create_engine = slowly


def ask(number):
    with db.get_engine().connect() as connection:
        gevent.sleep(0.005)
        assert connection.execute(sqlalchemy.text(f"SELECT {number}")).scalar() == number


jobs = [gevent.spawn(ask, number) for number in range(60)]
gevent.joinall(jobs, timeout=60, raise_error=True)
assert all(job.successful() for job in jobs)
assert len(made) == 1
assert server.count() <= 15
after = server.count()
db.close_db()
assert server.settled() == 0
counting.compared(counting.before(server, 30), after, "30 greenlets; 60")
