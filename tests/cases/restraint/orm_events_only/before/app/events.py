from sqlalchemy import event
from sqlalchemy.engine import Engine


@event.listens_for(Engine, "connect")
def connected(connection, record):
    connection.execute("PRAGMA foreign_keys=ON")
