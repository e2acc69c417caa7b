from sqlalchemy import create_engine

from app.config import DATABASE_URL


def rows():
    with create_engine(
        DATABASE_URL,
        connect_args={
            # what the network between the two needs
            "application_name": "two  spaces",
            "keepalives_idle": 30,  # seconds
            "options": "-c statement_timeout=5000 "
            "-c search_path=public,extensions -c lock_timeout=5000",
        },
    ).connect() as connection:
        return connection.exec_driver_sql("SELECT 1").all()
