from sqlalchemy import create_engine, event

from app.config import DATABASE_URL


def engine_of_reports():
    engine = create_engine(DATABASE_URL)

    @event.listens_for(engine, "connect")
    def set_timeout(connection, record):
        connection.timeout = 5

    return engine


def total():
    with engine_of_reports().connect() as connection:
        return connection.execute("SELECT 1").all()
