from app import reports
from app.db_pool import get_engine


def load():
    engine = get_engine()
    with engine.begin() as connection:
        connection.execute(reports.engine.name)
