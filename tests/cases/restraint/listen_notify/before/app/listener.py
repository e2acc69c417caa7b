from sqlalchemy import create_engine

from app.config import DATABASE_URL


def listen():
    engine = create_engine(DATABASE_URL, isolation_level="AUTOCOMMIT")
    connection = engine.raw_connection()
    connection.cursor().execute("LISTEN jobs")
    return connection
