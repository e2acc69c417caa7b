import os

from sqlalchemy import create_engine


def lambda_handler(event, context):
    engine = create_engine(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        return connection.execute("SELECT 1").scalar()
