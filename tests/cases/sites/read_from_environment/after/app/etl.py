from app import reports
from app.reports import engine


def load():
    with engine.begin() as connection:
        connection.execute(reports.engine.name)
